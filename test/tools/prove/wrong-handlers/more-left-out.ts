import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";

/** Where a field is refused it leaves out two: more than the org has refused. */
export const moreLeftOut: Wrong = {
  name: "more-left-out",
  uses: ["salesforce"],
  caughtBy: "faults",
  match: "of Country",
  says: "ends in another state than it should",
  async run({ data }, { people, records }) {
    if ((await people.findPerson(data.email)) !== undefined) return;
    const { lastName, company, email, country, phone } = data;
    const lead = { LastName: lastName, Company: company, Email: email };
    const whole = await records.create("Lead", { ...lead, Country: country, Phone: phone }, { expected: [] });
    if (whole.refusal === undefined) return;
    if (whole.refusal.field !== "Country") throw refusalError(whole.refusal);
    const { refusal } = await records.create("Lead", lead, { expected: [] });
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
