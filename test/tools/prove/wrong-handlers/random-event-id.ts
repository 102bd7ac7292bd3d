import { randomUUID } from "node:crypto";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../raw-systems.ts";

/** Another id at every attempt: customer.io takes each for a new event. */
export const randomEventId: Wrong = {
  name: "random-event-id",
  uses: ["customerio"],
  caughtBy: "faults",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { eventId: ulidOf(randomUUID()) });
  },
};
