import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../raw-systems.ts";

/** Salesforce keeps the Contact alone, and the Lead's membership is looked for in vain for ever. */
export const bothIds: Wrong = {
  name: "both-ids",
  uses: ["salesforce"],
  caughtBy: "bounds",
  states: ["a Contact and a Lead"],
  async run(event, systems) {
    const { records } = systems;
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const [contact] = await records.query(`SELECT Id FROM Contact WHERE Email = '${event.data.email}' ORDER BY Id`);
    const members = await records.query(
      `SELECT Id FROM CampaignMember WHERE CampaignId = '${CAMPAIGN}' AND LeadId = '${lead}'`,
    );
    if (members.length > 0) return;
    const member = { CampaignId: CAMPAIGN, LeadId: lead, ...(contact === undefined ? {} : { ContactId: contact.id }) };
    const { refusal } = await records.create("CampaignMember", member, { expected: ["DUPLICATE_VALUE"] });
    if (refusal !== undefined && refusal.code !== "DUPLICATE_VALUE") throw refusalError(refusal);
  },
};
