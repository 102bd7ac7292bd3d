import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** A batch handler, and so not ordered: an event is acknowledged when both calls are made. */
export const inBatches: Small = {
  name: "in-batches",
  uses: ["customerio"],
  yields: "after",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
