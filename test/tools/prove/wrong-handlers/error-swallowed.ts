import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** The step "is not important". */
export const errorSwallowed: Wrong = {
  name: "error-swallowed",
  uses: ["customerio"],
  caughtBy: "acknowledgement",
  async run(event, systems) {
    await identify(systems, event).catch(() => {});
    await sendEvent(systems, event);
  },
};
