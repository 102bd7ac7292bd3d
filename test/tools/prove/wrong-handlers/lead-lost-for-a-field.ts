import type { Wrong } from "../candidates.ts";

/** What is written by connection() alone is written as it is: a country that the org's picklist has not costs the Lead. */
export const leadLostForAField: Wrong = {
  name: "lead-lost-for-a-field",
  uses: ["salesforce"],
  caughtBy: "faults",
  match: "of Country",
  says: "gives up a Lead for a field that it can do without: Country, refused with",
  async run({ data }, { people }) {
    if ((await people.findPerson(data.email)) !== undefined) return;
    const { lastName, company, email, country } = data;
    const org = await people.connection();
    await org.sobject("Lead").create({ LastName: lastName, Company: company, Email: email, Country: country });
  },
};
