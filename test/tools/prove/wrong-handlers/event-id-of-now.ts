import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Made of the person and the time of the attempt, not of the event. */
export const eventIdOfNow: Wrong = {
  name: "event-id-of-now",
  uses: ["customerio"],
  caughtBy: "duplicates",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(`${event.subject} ${Math.floor(Date.now() / 1000)}`) });
  },
};
