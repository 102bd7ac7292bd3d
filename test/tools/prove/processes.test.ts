import { describe, expect, it } from "@jest/globals";
import { dist } from "../../../bundler/paths.ts";
import { isBatchHandler } from "../../../functions/runtime/define/batch-handler.ts";
import { findStandIns } from "../../../local/core/find.ts";
import { findCandidates } from "../../../tools/prove/find.ts";
import { proveInProcesses } from "../../../tools/prove/processes.ts";

describe("proveInProcesses", () => {
  it("comes to the same end when the function's process is killed at a call", async () => {
    // What a batch handler was killed with comes again in a minute: test/runtime/framework/serve-batch.test.ts kills one.
    const candidates = (await findCandidates()).filter(({ handler }) => !isBatchHandler(handler.handler));
    const results = await proveInProcesses({
      candidates,
      standIns: await findStandIns(),
      dist,
      seed: 1,
      count: 2,
    });
    expect(results).toHaveLength(candidates.length * 2);
    for (const { name, differences, attempts } of results) {
      expect({ name, differences }).toEqual({ name, differences: [] });
      expect(attempts).toBeGreaterThan(1);
    }
  });
});
