import type { Wrong } from "../candidates.ts";
import { type Form, identify, sendEvent } from "../raw-systems.ts";

let current: Form;

/** One variable for all events that the instance has in hand. */
export const sharedVariable: Wrong = {
  name: "shared-variable",
  uses: ["customerio"],
  caughtBy: "interleaving",
  async run(event, systems) {
    current = event;
    await identify(systems, current);
    await sendEvent(systems, current);
  },
};
