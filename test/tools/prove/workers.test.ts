import { describe, expect, it } from "@jest/globals";
import { proveInWorkers } from "../../../tools/prove/workers/pool.ts";
import { prove } from "../../../tools/prove/prove.ts";
import { candidateOf, standIns } from "./candidates.ts";
import { unordered } from "./right-handlers/unordered.ts";

const source = new URL("endless.ts", import.meta.url);

describe("proveInWorkers", () => {
  it("ends a handler that loops without end, says where, and proves the others as one thread does", async () => {
    const selection = { seed: 1, states: ["nobody"], properties: ["crash", "interleaving"] as const };
    const { handlers } = await proveInWorkers({ source, selection, telling: "kinds", workers: 2, silenceMs: 3_000 });
    const [endless, other] = handlers;
    expect(endless?.results).toEqual([]);
    expect(endless?.problems.map(({ rule }) => rule)).toEqual([
      expect.stringMatching(
        /^never comes back: it loops without end after PUT \/customers\/\{id\} \(endless · \w+ · nobody/,
      ),
    ]);
    const { handlers: alone } = await prove({ candidates: [candidateOf(unordered)], standIns, ...selection });
    expect(other?.results.length).toBeGreaterThan(0);
    expect([other]).toEqual(alone);
  });
});
