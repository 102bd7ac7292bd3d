import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** A single record is written as it is: a country that the org's picklist has not costs the Lead. */
export const leadLostForAField: Wrong = {
  name: "lead-lost-for-a-field",
  uses: ["salesforce"],
  caughtBy: "faults",
  match: "of Country",
  says: "gives up a Lead for a field that it can do without: Country, refused with",
  async run(event, systems) {
    const { email, country } = event.data;
    if ((await findLead(systems, email)) === undefined) await createLead(systems, event, { Country: country });
  },
};
