import type { Candidate } from "../../../tools/prove/run/candidate.ts";
import { candidateOf, type Small } from "./candidates.ts";
import { identify } from "./raw-systems.ts";
import { unordered } from "./right-handlers/unordered.ts";

/** Waits for what can't come while it waits: no await gives anything else a turn. */
const endless: Small = {
  name: "endless",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event);
    while (event.data.formId.length > 0);
  },
};

/** For workers: see workers.test.ts. */
export const findCandidates = async (): Promise<Candidate[]> => [endless, unordered].map(candidateOf);
