import type { Wrong } from "../candidates.ts";
import { identify, sendEvent } from "../raw-systems.ts";

const handled = new Set<string>();

/** Remembers what it has done, for as long as the instance lives. */
export const keepsIds: Wrong = {
  name: "keeps-ids",
  uses: ["customerio"],
  caughtBy: "isolation",
  says: "keeps something of each event",
  async run(event, systems) {
    await identify(systems, event);
    await sendEvent(systems, event);
    handled.add(event.id);
  },
};
