import type { Wrong } from "../candidates.ts";

/** tsc would have said so. */
export const fieldMisspelt: Wrong = {
  name: "field-misspelt",
  uses: ["salesforce"],
  caughtBy: "effects",
  says: "gives salesforce a field that it has not got, Compnay in POST /sobjects/Lead: did you mean Company?",
  async run({ data }, { people }) {
    const lead: object = { FirstName: data.firstName, Compnay: data.company };
    await people.createLead(data.email, lead);
  },
};
