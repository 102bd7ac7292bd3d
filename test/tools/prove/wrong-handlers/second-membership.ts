import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN } from "../raw-systems.ts";

/** Looks for the membership under the record that it would tie a new one to, and under no other. */
export const secondMembership: Wrong = {
  name: "second-membership",
  uses: ["salesforce"],
  caughtBy: "identity",
  says: "(as a Lead): the same membership twice",
  states: ["a member as a Lead, a Contact since"],
  async run({ data }, { people, records }) {
    const fields = { LastName: data.lastName, Company: data.company };
    const { record } = (await people.findPerson(data.email)) ?? (await people.createLead(data.email, fields));
    const field = record.type === "Contact" ? "ContactId" : "LeadId";
    const members = await records.query(
      `SELECT Id FROM CampaignMember WHERE CampaignId = '${CAMPAIGN}' AND ${field} = '${record.id}'`,
    );
    if (members.length > 0) return;
    const member = { CampaignId: CAMPAIGN, [field]: record.id };
    const { refusal } = await records.create("CampaignMember", member, { expected: ["DUPLICATE_VALUE"] });
    if (refusal !== undefined && refusal.code !== "DUPLICATE_VALUE") throw refusalError(refusal);
  },
};
