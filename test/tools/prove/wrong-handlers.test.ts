import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Finding } from "../../../tools/prove/finding.ts";
import { findingsOf, type Wrong } from "./candidates.ts";
import { errorSwallowed } from "./wrong-handlers/error-swallowed.ts";

const folder = join(import.meta.dirname, "wrong-handlers");

// One by one: jest can't load two at once that import the same.
const wrong: Wrong[] = [];
for (const file of await readdir(folder)) {
  const exported: Readonly<Record<string, Wrong>> = await import(join(folder, file));
  const [handler] = Object.values(exported);
  if (handler === undefined) throw new Error(`${file} exports no handler`);
  wrong.push(handler);
}

describe("prove", () => {
  it.each(wrong.map((handler) => [handler.name, handler.caughtBy, handler] as const))(
    "catches %s by %s",
    async (_name, property, handler) => {
      const { states = ["nobody"], says = "", match } = handler;
      // Verdicts are passed in cases of every kind; the rule must be seen broken by its own cases, not by the way.
      const properties = property === "acknowledgement" ? undefined : [handler.among ?? property];
      const asked = states === "all" ? {} : { states, ...(properties === undefined ? {} : { properties }) };
      // The first case that catches it is enough.
      let isCaught = false;
      const isCatch = (finding: Finding) => finding.property === property && finding.rule.includes(says);
      const { findings } = await findingsOf([handler], {
        ...asked,
        match,
        isTried: () => !isCaught,
        tells(result) {
          isCaught ||= result.verdict === "failed" && result.findings.some(isCatch);
          return false;
        },
      });
      const caught = findings.filter((finding) => finding.property === property).map(({ rule }) => rule);
      expect(caught).toContainEqual(expect.stringContaining(says));
    },
  );

  it("advises to throw what was caught, where the next call is refused for ever", async () => {
    const match = "POST /customers/{id}/events · HTTP_400, while PUT /customers/{id} has no answer";
    const { findings } = await findingsOf([errorSwallowed], { states: ["nobody"], match });
    expect(findings).toEqual([expect.objectContaining({ rule: expect.stringMatching(/: let that error be thrown$/) })]);
  });

  it("tells a failure so that it can be mended: the event, the call, the fault, the records, both runs", async () => {
    const { proof } = await findingsOf([errorSwallowed], {
      states: ["nobody"],
      match: "PUT /customers/{id} · 429 · 1st call",
      tells: () => true,
    });
    const [story] = proof.handlers.flatMap(({ results }) => results.map((result) => result.story));
    expect(story).toMatchObject({
      name: "error-swallowed · full · nobody · PUT /customers/{id} · 429 · 1st call",
      expected: [{ number: 1, status: 204, calls: [{ answer: "200" }, { answer: "200" }] }],
      actual: [
        {
          number: 1,
          status: 204,
          calls: [{ operation: "PUT /customers/{id}", disturbance: "429", answer: "429" }, { answer: "200" }],
        },
      ],
      worlds: [
        {
          kind: "customerio people",
          pairs: [
            {
              what: "changed",
              rows: expect.arrayContaining([
                expect.objectContaining({ field: "attributes.first_name", expected: '"Ada"', differs: true }),
                expect.objectContaining({ field: "timestamps.first_name", differs: true }),
              ]),
            },
          ],
        },
      ],
      // The event is not given up before the answer: a crash after the last call would have mended all.
      turningPoint: 2,
    });
  });
});
