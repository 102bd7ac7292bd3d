import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../vendors.ts";

/** The step "is not important". */
export const errorSwallowed: Wrong = {
  name: "error-swallowed",
  uses: ["customerio"],
  caughtBy: "faults",
  async run(event, vendors) {
    await identify(vendors, event).catch(() => {});
    await sendEvent(vendors, event);
  },
};
