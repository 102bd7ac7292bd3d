import { randomUUID } from "node:crypto";
import type { Wrong } from "../candidates.ts";
import { identify, sendEvent, ulidOf } from "../vendors.ts";

/** Another id at every attempt: customer.io takes each for a new event. */
export const randomEventId: Wrong = {
  name: "random-event-id",
  uses: ["customerio"],
  caughtBy: "faults",
  async run(event, vendors) {
    await identify(vendors, event);
    await sendEvent(vendors, event, ulidOf(randomUUID()));
  },
};
