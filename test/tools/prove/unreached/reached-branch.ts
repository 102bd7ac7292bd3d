import { identify, sendEvent } from "../raw-systems.ts";
import type { Small } from "../candidates.ts";

/** Only where the first call has failed is the second one made: a fault leads there. */
export const reachedBranch: Small = {
  name: "reached-branch",
  uses: ["customerio"],
  async run(event, systems) {
    try {
      await identify(systems, event);
    } catch (error) {
      await sendEvent(systems, event);
      throw error;
    }
  },
};
