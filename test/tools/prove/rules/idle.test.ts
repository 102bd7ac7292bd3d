import { describe, expect, it } from "@jest/globals";
import { type Acting, idleFindings } from "../../../../tools/prove/cases/bounds.ts";

const states = ["nobody", "a Lead"];
const acting = (sample: string, ...idle: string[]): Acting[] =>
  states.map((state) => ({ sample, state, isIdle: idle.includes(state) }));

describe("idleFindings", () => {
  it.each<[what: string, all: Acting[], rules: string[]]>([
    ["a handler that acts on all samples", [...acting("full"), ...acting("minimal")], []],
    ["a sample that it leaves alone in every state", [...acting("full", ...states), ...acting("minimal")], []],
    ["nothing that was run", [], []],
    [
      "one that leaves all alone, once",
      [...acting("full", ...states), ...acting("minimal", ...states)],
      ["makes no call with any sample: there is nothing to prove. Add a sample to samples/events/form.submitted/"],
    ],
    [
      "a sample that it leaves alone in some states, each sample once",
      [...acting("full", "a Lead"), ...acting("minimal")],
      [
        "makes no call with full in some states, and calls in others: without a look it can't know which (none in: a Lead)",
      ],
    ],
  ])("takes %s", (_what, all, rules) => {
    const found = idleFindings("form.submitted", all).map(({ rule }) => rule);
    expect(found).toEqual(rules.map((rule) => expect.stringContaining(rule)));
  });
});
