import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

const seen = new Set<string>();

/** Remembers in the process what it has begun. */
export const moduleVariable: Wrong = {
  name: "module-variable",
  uses: ["customerio"],
  caughtBy: "duplicates",
  async run(event, systems) {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    await identify(systems, event);
    await sendEvent(systems, event);
  },
};
