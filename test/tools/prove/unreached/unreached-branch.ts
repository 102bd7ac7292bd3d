import { identify, sendEvent } from "../raw-systems.ts";
import type { Small } from "../candidates.ts";

/** There is no sample from there, and no fault that leads there either. */
export const unreachedBranch: Small = {
  name: "unreached-branch",
  uses: ["customerio"],
  async run(event, systems) {
    if (event.data.country === "Atlantis") {
      await sendEvent(systems, event);
    }
    await identify(systems, event);
  },
};
