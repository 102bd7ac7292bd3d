import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Not ordered, and needs not be: both calls may be repeated, and the system orders attributes by the event's own time. */
export const unordered: Small = {
  name: "unordered",
  uses: ["customerio"],
  delivery: { ordered: false, timeoutSeconds: 30 },
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
