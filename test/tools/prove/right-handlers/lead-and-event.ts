import type { Small } from "../candidates.ts";
import { identify, sendEvent } from "../vendors.ts";
import { DROPPED } from "./declared.ts";

/** Ordered, over both vendors. */
export const leadAndEvent: Small = {
  name: "lead-and-event",
  diverges: DROPPED,
  arrivalDecides: [
    {
      other: "form.submitted",
      records: "salesforce Lead",
      fields: ["FirstName", "LastName", "Company"],
      reason: "the first form's",
    },
  ],
  async run(event, vendors) {
    const { email, firstName, lastName, company } = event.data;
    const { people } = vendors;
    if ((await people.findPerson(email)) === undefined) {
      await people.createLead(email, { FirstName: firstName, LastName: lastName, Company: company });
    }
    await identify(vendors, event);
    await sendEvent(vendors, event);
  },
};
