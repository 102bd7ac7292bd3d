import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Small } from "../candidates.ts";

/** Order-sensitive and says so: the Lead's Status names the form that arrived last. */
export const latestForm: Small = {
  name: "latest-form",
  uses: ["salesforce"],
  diverges: ["GET /sobjects/Lead/{id}", "PATCH /composite/sobjects"].map((operation) => ({
    fault: "somebody merges the Lead into another",
    operation,
    reason: "what it is merged into is found too, and gets the Status",
  })),
  arrivalDecides: [
    {
      other: "form.submitted",
      records: "salesforce Lead",
      fields: ["Status"],
      reason: "there is no field to keep the form's time in",
    },
  ],
  restores: [
    {
      records: "salesforce Lead",
      fields: ["Status"],
      reason: "it names the form that arrived last, whoever has said else",
    },
  ],
  async run(event, { people, records }) {
    const { email, formId, firstName, lastName, company } = event.data;
    const fields = { FirstName: firstName, LastName: lastName, Company: company };
    const { record } = (await people.findPerson(email)) ?? (await people.createLead(email, fields));
    if (record.type === "Contact") return;
    const lead = await records.read("Lead", record.id, { fields: ["Status"] });
    if (lead?.fields["Status"] === formId) return;
    const [{ refusal } = {}] = await records.updateAll([{ ...record, fields: { Status: formId } }]);
    // Whoever is a Contact by now has left the forms behind.
    if (refusal !== undefined && refusal.code !== "CANNOT_UPDATE_CONVERTED_LEAD") throw refusalError(refusal);
  },
};
