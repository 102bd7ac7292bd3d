import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** The line below in the list of fields. */
export const phoneForFax: Wrong = {
  name: "phone-for-fax",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "writes the event's phone into Fax of salesforce Lead, and it is no fax",
  async run(event, systems) {
    await createLead(systems, event, { Fax: event.data.phone });
  },
};
