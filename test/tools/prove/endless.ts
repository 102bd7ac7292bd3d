import type { Candidate } from "../../../tools/prove/run/candidate.ts";
import { candidateOf, type Small } from "./candidates.ts";
import { identify } from "./raw-systems.ts";
import { unordered } from "./right-handlers/unordered.ts";

/** For what loops without end, and needs no CPU for it. */
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Waits for what can't come while it waits: no await gives anything else a turn. */
const endless: Small = {
  name: "endless",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event);
    while (event.data.formId.length > 0) Atomics.wait(cell, 0, 0, 50);
  },
};

/** For workers: see workers.test.ts. */
export const findCandidates = async (): Promise<Candidate[]> => [endless, unordered].map(candidateOf);
