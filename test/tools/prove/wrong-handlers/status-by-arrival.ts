import { refusalError } from "../../../../functions/clients/salesforce/api/refusals.ts";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

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
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const [{ refusal } = {}] = await systems.records.updateAll([
      { type: "Lead", id: lead, fields: { Status: event.data.formId } },
    ]);
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
