import { refusalError } from "../../../../functions/clients/salesforce/refusals.ts";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../vendors.ts";

/** The last to arrive wins, whenever it happened. */
export const statusByArrival: Wrong = {
  name: "status-by-arrival",
  uses: ["salesforce"],
  caughtBy: "order",
  arrivalDecides: [
    {
      other: "form.submitted",
      records: "salesforce Lead",
      fields: ["FirstName", "LastName", "Company"],
      reason: "the first form's",
    },
  ],
  async run(event, vendors) {
    const lead = (await findLead(vendors, event.data.email)) ?? (await createLead(vendors, event));
    const [refusal] = await vendors.records.updateAll([{ type: "Lead", id: lead }], { Status: event.data.formId });
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
