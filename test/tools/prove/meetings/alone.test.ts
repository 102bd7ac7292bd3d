import { describe, expect, it } from "@jest/globals";
import { withProver } from "../../../../tools/prove/prove.ts";
import { candidateOf, type Small, standIns } from "../candidates.ts";
import { findLead } from "../raw-systems.ts";

const CALLS = 15;

const thorough: Small = {
  name: "thorough",
  uses: ["salesforce"],
  delivery: { ordered: false },
  async run(event, systems) {
    for (let count = 0; count < CALLS - 1; count += 1) await findLead(systems, event.data.email); // and a login
  },
};

describe("a project's only handler", () => {
  it("is switched at each of its calls, however many they are", async () => {
    const { samples, ...candidate } = candidateOf(thorough);
    const candidates = [{ ...candidate, samples: samples.slice(0, 1) }];
    const names: string[] = [];
    const asked = { seed: 1, states: ["nobody"], properties: ["interleaving"] } as const;
    await withProver({ candidates, standIns, ...asked }, async ({ groups }) => {
      for (const group of groups.filter(({ name }) => name.endsWith("twice at once")))
        names.push(...(await group.cases()).map(({ name }) => name));
    });
    const switchedAfter = (calls: number) => ` · switched ${"A".repeat(calls)}B to its end`;
    expect(names.filter((name) => name.endsWith(switchedAfter(CALLS)))).toHaveLength(1);
  });
});
