import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

/** Two effects of one event: whatever others do may come between them. Its names look like ids. */
export const twoEvents: Small = {
  name: "two-events",
  uses: ["customerio"],
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event, { name: "trial_started_v2" });
    await sendEvent(systems, event, { name: "webinar-2026-q1-wave-3" });
  },
};
