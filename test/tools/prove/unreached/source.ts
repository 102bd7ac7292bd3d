import { join } from "node:path";
import type { Candidate } from "../../../../tools/prove/run/candidate.ts";
import { candidateOf, type Small } from "../candidates.ts";
import { declaredBranch } from "./declared-branch.ts";
import { forTypes } from "./for-types.ts";
import { reachedBranch } from "./reached-branch.ts";
import { unreachedBranch } from "./unreached-branch.ts";

/** For workers, which find their candidates for themselves: one sample is enough to run all that can be run. */
export async function findCandidates(): Promise<Candidate[]> {
  return [declaredBranch, forTypes, reachedBranch, unreachedBranch].map((handler: Small) => {
    const candidate = candidateOf(handler);
    return {
      ...candidate,
      samples: candidate.samples.slice(0, 1),
      file: join(import.meta.dirname, `${handler.name}.ts`),
    };
  });
}
