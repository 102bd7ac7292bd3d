import { describe, expect, it } from "@jest/globals";
import { failureKinds, kindOf } from "../../../tools/prove/report/kinds.ts";
import { divergence, finding, OUT_OF_ORDER } from "../../../tools/prove/finding.ts";
import { spellKind } from "../../../tools/prove/report/failures.ts";
import { unorderedByArrival } from "./wrong-handlers/unordered-by-arrival.ts";
import { findingsOf, type Small } from "./candidates.ts";
import { identify, sendEvent } from "./raw-systems.ts";

/** Two mistakes: takes an event for sent that was not, and makes its id of the clock. */
const twice: Small = {
  name: "two-mistakes",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event).catch(() => {});
    await sendEvent(systems, event, { eventId: `01M6DSG7E0000000000${String(Date.now()).slice(-7)}` });
  },
};

describe("spellKind", () => {
  it("shows what differs from the order of times where two at once end in the other one, and what may declare it", async () => {
    const { proof } = await findingsOf([unorderedByArrival, { ...unorderedByArrival, name: "other" }], {
      states: ["nobody"],
      only: ["other"],
      properties: ["interleaving"],
      tells: () => true,
    });
    const kind = proof.handlers.flatMap(failureKinds).find(({ rule }) => rule === OUT_OF_ORDER);
    const text = kind === undefined ? "" : spellKind(kind, 1, 1).join("\n");
    expect(text).toContain("differs in ≠");
    expect(text).toMatch(/Where arrival may decide: arrivalDecides in proof\/other\.declared\.json for \S+.* of \S+/);
  });

  it("tells the run that is not acknowledged, with its command", async () => {
    const deaf: Small = { name: "deaf", uses: ["customerio"], run: () => Promise.reject(new Error("no")) };
    const { proof } = await findingsOf([deaf], { states: ["nobody"], tells: () => true });
    const [kind] = proof.handlers.flatMap(failureKinds);
    const text = kind === undefined ? "" : spellKind(kind, 1, 1).join("\n");
    expect(text).toContain("The handler does not acknowledge a clean run at once");
    expect(text).toContain('--case "deaf · full · nobody · the whole delivery · undisturbed"');
    expect(text).toMatch(/→ \d{3}/);
  });
});

describe("failureKinds", () => {
  it("are a handful, whatever befalls the event and at which call", async () => {
    const { proof } = await findingsOf([twice], {
      states: ["nobody"],
      properties: ["faults", "crash", "deadline", "acknowledgement"],
      drawn: { twoFaults: 0, alike: 0, interleavings: 0, triples: 0, represented: 0 },
    });
    const kinds = proof.handlers.flatMap(failureKinds);
    expect(kinds.map(({ results }) => results[0]?.kind)).toEqual([
      "customerio events changed, customerio triggered changed", // another id
      "customerio people lacking", // nobody there
      "customerio events too many, customerio triggered too many", // another id, and both have arrived
      "customerio people lacking, customerio events changed, customerio triggered changed", // both mistakes
    ]);
  });
});

describe("kindOf", () => {
  const one = { property: "faults", declarable: [{ fault: "429", operation: "POST /a" }] } as const;
  const other = { property: "faults", declarable: [{ fault: "HTTP_500", operation: "POST /b" }] } as const;
  const [right, wrong] = [new Map([["acme Account", ['{"Name":"A"}']]]), new Map([["acme Account", []]])];
  const ending = (given: ReturnType<typeof finding>, actual = wrong) => ({
    findings: [given],
    expected: [right],
    actual,
    longestMs: 0,
  });

  it("is the records that are wrong, where the end is; else the rule, without its examples", () => {
    const first = kindOf(one, ending(divergence("faults", "ends in another state")));
    expect(kindOf(other, ending(divergence("faults", "acknowledges although POST /b met HTTP_500")))).toBe(first);
    const late = kindOf(one, ending(finding("acknowledgement", "acknowledges with work still to do: POST /a")));
    expect(kindOf(other, ending(finding("acknowledgement", "acknowledges with work still to do: POST /c")))).toBe(late);
    expect(late).not.toBe(first);
  });

  it("tells apart what other events do", () => {
    const order = { property: "order", declarable: [] } as const;
    const rule = divergence("order", "ends otherwise");
    expect(kindOf(order, ending(rule))).not.toBe(kindOf(one, ending(rule)));
  });
});
