import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** Asks again at once, and again. */
export const hasty: Wrong = {
  name: "hasty",
  uses: ["customerio"],
  caughtBy: "bounds",
  among: "faults",
  says: "repeats PUT /customers/{id} 10 times in one delivery, though it fails each time",
  async run(event, systems) {
    for (let left = 9; ; left -= 1) {
      try {
        return await identify(systems, event);
      } catch (error) {
        if (left === 0) throw error;
      }
    }
  },
};
