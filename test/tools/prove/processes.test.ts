import { describe, expect, it } from "@jest/globals";
import { dist } from "../../../bundler/paths.ts";
import { findStandIns } from "../../../local/core/find.ts";
import type { Candidate } from "../../../tools/prove/run/candidate.ts";
import { findCandidates } from "../../../tools/prove/find.ts";
import { proveInProcesses } from "../../../tools/prove/processes.ts";

describe("proveInProcesses", () => {
  it("comes to the same end when the function's process is killed at a call", async () => {
    const candidates = (await findCandidates()).map(withIdleSampleFirst);
    const results = await proveInProcesses({
      candidates,
      standIns: await findStandIns(),
      dist,
      seed: 1,
      count: 2,
    });
    expect(results).toHaveLength(candidates.length * 2);
    for (const { name, differences, attempts } of results) {
      const isRetried = attempts > 1;
      expect({ name, differences, isRetried }).toEqual({ name, differences: [], isRetried: true });
    }
    const ofBatches = results.filter(({ name }) => name.startsWith("email-reported"));
    // The first collection of 200 is written by then, and nobody has heard of it.
    expect(ofBatches[0]?.name).toMatch(/ 250 people, .* POST \S+\/composite\/sobjects · kill -9 before /);
  });
});

/** What the configuration knows nothing of: no call is made for it. */
const UNKNOWN: Readonly<Record<string, object>> = {
  "form-submitted-slack": { formId: "unknown" },
  "email-reported": { mailingId: "unknown" },
};

function withIdleSampleFirst(candidate: Candidate): Candidate {
  const { handler, samples } = candidate;
  const idle = samples.slice(0, 1).flatMap(({ event }) => {
    const unknown = UNKNOWN[handler.name];
    return unknown === undefined ? [] : [{ name: "idle", event: { ...event, data: { ...event.data, ...unknown } } }];
  });
  return { ...candidate, samples: [...idle, ...samples] };
}
