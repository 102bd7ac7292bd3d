import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Nobody wants mail at night: and so nobody gets it, for nothing delivers the event again. */
export const sleepsAtNight: Wrong = {
  name: "sleeps-at-night",
  uses: ["customerio"],
  caughtBy: "time",
  says: "does something else with an event delivered at 03:00 on a Saturday",
  async run(event, systems) {
    await identify(systems, event);
    if (new Date().getUTCHours() >= 6) await sendEvent(systems, event);
  },
};
