import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Leaves the last step to the time after its answer, where it has no CPU and nobody retries it. */
export const acknowledgedEarly: Wrong = {
  name: "acknowledged-early",
  uses: ["customerio"],
  caughtBy: "acknowledgement",
  async run(event, systems) {
    await identify(systems, event);
    setTimeout(() => void sendEvent(systems, event).catch(() => {}), 0);
  },
};
