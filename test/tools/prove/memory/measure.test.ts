import { describe, expect, it } from "@jest/globals";
import type { Cacheable } from "../../../../tools/prove/cache/cache.ts";
import type { Value } from "../../../../tools/prove/cache/store.ts";
import { measureMemory, type MemoryOptions } from "../../../../tools/prove/memory/measure.ts";
import { proveInWorkers } from "../../../../tools/prove/workers/pool.ts";
import type { Posted } from "../../../../tools/prove/workers/worker.ts";
import { findCandidates } from "./source.ts";

const source = new URL("source.ts", import.meta.url);
const all = await findCandidates();

/** What is said against a handler: undefined where it isn't measured. */
async function rulesOf(name: string, options: Partial<MemoryOptions> = {}): Promise<string[] | undefined> {
  const candidates = all.filter(({ handler }) => handler.name === name);
  const rules: string[][] = [];
  await measureMemory({ source, candidates, ...options }, (message) => {
    if ("result" in message) rules.push(message.result.problems.map(({ rule }) => rule));
  });
  return rules[0];
}

const KEEPS = /^keeps about \d+ bytes of each event: \d+ kB more after a thousand deliveries$/;
const CANT = "can't be measured for what it keeps of a thousand events";

describe("measureMemory", () => {
  it.each([
    ["keeps events", [expect.stringMatching(KEEPS)]],
    ["keeps persons", [expect.stringMatching(KEEPS)]],
    ["keeps the latest ids", []],
    ["keeps nothing", []],
    ["fails", []],
    ["gives up", []],
    ["ends the process", [`${CANT}: its process ended with 3`]],
  ])("has the right thing to say of one that %s", async (name, says) => {
    expect(await rulesOf(name)).toEqual(says);
  });

  it("ends what comes no further, and says so unless the handler is given up anyway", async () => {
    const name = "circles from the fiftieth on";
    expect(await rulesOf(name, { silenceMs: 4_000 })).toEqual([`${CANT}: nothing has moved for 4 s`]);
    const until = performance.now() + 1_000;
    expect(await rulesOf(name, { isGivenUp: () => performance.now() > until })).toBeUndefined();
  });

  it("keeps what is fine, and does not measure it again", async () => {
    const entryOf = (what: Cacheable, value: Value) => ({ ...what, key: "as it is", value });
    const posted: Posted[] = [];
    const candidates = all.filter(({ handler }) => handler.name === "fails");
    await measureMemory({ source, candidates, cache: { find: () => undefined, entryOf } }, (message) =>
      posted.push(message),
    );
    const [entry] = posted.flatMap((message) => ("entry" in message ? message.entry : []));
    expect(entry).toMatchObject({ handler: "fails", name: "memory", value: { problems: [] } });
    const again: Posted[] = [];
    const known = { find: () => entry?.value, entryOf };
    const nowhere = new URL("nowhere.ts", import.meta.url);
    await measureMemory({ source: nowhere, candidates, cache: known }, (message) => again.push(message));
    expect(again).toEqual([{ index: Infinity, result: entry?.value, isKept: true }, { entry }]);
  });

  it("takes part in a proof that is whole, and tells what keeps ids", async () => {
    const selection = {
      seed: 1,
      only: ["keeps ids"],
      drawn: { alike: 0, twoFaults: 0, interleavings: 0, triples: 0, represented: 0 },
    };
    const { handlers } = await proveInWorkers({ source, selection, telling: "kinds" });
    expect(handlers.flatMap(({ problems }) => problems.map(({ rule }) => rule))).toEqual([
      expect.stringMatching(KEEPS),
    ]);
  });
});
