import type { Wrong } from "../candidates.ts";
import { sendEvent } from "../raw-systems.ts";

const seen = new Set<string>();

/** Waits for the second delivery, which need not come. */
export const actsWhenRepeated: Wrong = {
  name: "acts-when-repeated",
  uses: ["customerio"],
  caughtBy: "bounds",
  says: "makes no call, and POST /customers/{id}/events when the event is delivered again",
  async run(event, systems) {
    if (seen.delete(event.id)) await sendEvent(systems, event);
    else seen.add(event.id);
  },
};
