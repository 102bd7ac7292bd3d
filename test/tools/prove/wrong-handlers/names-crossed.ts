import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** Copied from the line above. */
export const namesCrossed: Wrong = {
  name: "names-crossed",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes the event's lastName into FirstName of salesforce Lead, in the place of its firstName",
  async run(event, systems) {
    await createLead(systems, event, { FirstName: event.data.lastName });
  },
};
