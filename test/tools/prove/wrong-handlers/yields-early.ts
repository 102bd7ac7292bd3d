import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** A batch handler that says an event is done before it is: a process that ends then has lost it. */
export const yieldsEarly: Wrong = {
  name: "yields-early",
  caughtBy: "acknowledgement",
  uses: ["customerio"],
  yields: "before",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
