import { describe, expect, it } from "@jest/globals";
import type { Case } from "../../../../tools/prove/cases/case.ts";
import type { Result } from "../../../../tools/prove/story/result.ts";
import type { Proof } from "../../../../tools/prove/run/proof.ts";
import { searchFor, withName } from "../../../../tools/prove/cases/find-case.ts";
import { shrink } from "../../../../tools/prove/run/group.ts";
import { findingsOf, type Small } from "../candidates.ts";
import { createLead, findLead, sendEvent } from "../raw-systems.ts";

/** A case of these letters; it comes down to all that have one less. */
function lettersCase(letters: string): Case {
  return {
    property: "faults",
    name: ["a-handler", "full", "nobody", letters].join(" · "),
    place: "",
    disturbance: "",
    declarable: [],
    smaller: () => letters.split("").map((_, left) => lettersCase(letters.slice(0, left) + letters.slice(left + 1))),
    run: async () => undefined,
    runExpected: async () => {},
  };
}

const lettersOf = ({ name }: Case) => name.split(" · ")[3] ?? "";

describe("shrink", () => {
  it.each<[string, RegExp, string]>([
    ["abcd", /b.*d/, "bd"],
    ["abcd", /c/, "c"],
    ["abcd", /abcd/, "abcd"],
    ["abcd", /^/, ""],
  ])("takes of %s what still holds %s: %s", async (letters, needed, left) => {
    const shrunk = await shrink(lettersCase(letters), async (smaller) => needed.test(lettersOf(smaller)));
    expect(lettersOf(shrunk)).toBe(left);
  });

  it("gives up after so many runs", async () => {
    let runs = 0;
    await shrink(lettersCase("abcdefghijklmnopqrstuvwxyz".repeat(4)), async () => (runs += 1) < 0);
    expect(runs).toBe(40);
  });
});

describe("withName", () => {
  const all = [lettersCase("abc"), lettersCase("xyz")];

  it.each([
    ["", ["abc", "xyz"]],
    ["· ab", ["abc"]],
    ["a-handler · full · nobody · ac", ["ac"]],
    ["a-handler · full · nobody · y", ["y"]],
    ["a-handler · full · nobody · q", []],
    ["b-handler · full · nobody · y", []],
  ])("finds %j, also where shrinking has come to it", (match, found) => {
    expect(withName(all, match).map(lettersOf)).toEqual(found);
  });
});

/** Takes an event for handled once it has failed more often than that. */
function losing(failures: number): Small {
  const failed = new Map<string, number>();
  return {
    name: "losing",
    async run(event, systems) {
      const key = event.id;
      try {
        if ((await findLead(systems, event.data.email)) === undefined) await createLead(systems, event);
        await sendEvent(systems, event);
        failed.delete(key);
      } catch (error) {
        failed.set(key, (failed.get(key) ?? 0) + 1);
        if ((failed.get(key) ?? 0) <= failures) throw error;
        failed.delete(key);
      }
    },
  };
}

describe("searchFor", () => {
  it.each([
    ["a · full · nobody", "a · full · nobody · GET /x · 429 · 1st call", true],
    ["a · full · nobody · two faults", "a · full · nobody · GET /x · 429 · 1st call", true],
    ["a · full · a Lead", "a · full · nobody · GET /x · 429 · 1st call", false],
    ["a · full · a Lead", "GET /x · 429 · 1st call", true],
    ["a · full · a Lead", "a · full", true],
    ["a · full · a Lead", "", true],
  ])("says of the group %s and the name %s: %s", (group, match, holds) => {
    expect(searchFor(match, ["a", "b"]).mayHold({ name: group })).toBe(holds);
  });
});

describe("a failure's story", () => {
  it.each([
    ["5xx-json 6 times", "5xx-json 3 times"],
    ["down till the last attempt", "down till the last attempt (3 deliveries)"],
  ])("of %s is that of %s if that is enough, which is found by its name", async (disturbance, smallest) => {
    const { proof } = await findingsOf([losing(2)], {
      states: ["nobody"],
      properties: ["acknowledgement"],
      tells: ({ verdict, case: one }) =>
        verdict === "failed" && one.name.includes(`full · nobody · POST /sobjects/Lead · ${disturbance}`),
    });
    const [name = ""] = namesOf(proof, ({ story }) => story?.name);
    expect(name).toBe(`losing · full · nobody · POST /sobjects/Lead · ${smallest} · 1st call`);
    const again = await findingsOf([losing(2)], { match: name });
    expect(namesOf(again.proof, (result) => result.case.name)).toEqual([name]);
  });
});

function namesOf({ handlers }: Proof, nameOf: (result: Result) => string | undefined): string[] {
  return handlers.flatMap(({ results }) => results.flatMap((result) => nameOf(result) ?? []));
}
