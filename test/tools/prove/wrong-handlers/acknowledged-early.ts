import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../vendors.ts";

/** Leaves the last step to the time after its answer, where it has no CPU and nobody retries it. */
export const acknowledgedEarly: Wrong = {
  name: "acknowledged-early",
  uses: ["customerio"],
  caughtBy: "verdicts",
  async run(event, vendors) {
    await identify(vendors, event);
    setTimeout(() => void sendEvent(vendors, event).catch(() => {}), 0);
  },
};
