import { identify, sendEvent } from "../raw-systems.ts";
import type { Small } from "../candidates.ts";

/** One of its declarations is right, however its lines are broken. */
export const declaredBranch: Small = {
  name: "declared-branch",
  uses: ["customerio"],
  unreached: [
    { code: "await sendEvent(\n  systems,\n  event,\n)", reason: "until forms come from there" },
    { code: "await identify(systems, event)", reason: "so it was once" },
  ],
  async run(event, systems) {
    if (event.data.country === "Atlantis") await sendEvent(systems, event);
    await identify(systems, event);
  },
};
