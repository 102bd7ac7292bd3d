import type { Wrong } from "../candidates.ts";
import { type Form, identify, sendEvent } from "../vendors.ts";

let current: Form;

/** One variable for all events that the instance has in hand. */
export const sharedVariable: Wrong = {
  name: "shared-variable",
  uses: ["customerio"],
  caughtBy: "interleaving",
  async run(event, vendors) {
    current = event;
    await identify(vendors, current);
    await sendEvent(vendors, current);
  },
};
