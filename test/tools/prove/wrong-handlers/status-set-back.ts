import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, ensureMember, findLead } from "../raw-systems.ts";

/** Everybody who sends the form is "Sent", those too who have responded by now. */
export const statusSetBack: Wrong = {
  name: "status-set-back",
  uses: ["salesforce"],
  caughtBy: "preservation",
  says: "changes Status of salesforce CampaignMember from “Responded” to “Sent”, of which the event does not speak",
  states: ["already a member"],
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await ensureMember(systems, lead);
    const members = await systems.records.query(
      `SELECT Id FROM CampaignMember WHERE CampaignId = '${CAMPAIGN}' AND LeadId = '${lead}' AND Status != 'Sent'`,
    );
    const [{ refusal } = {}] = await systems.records.updateAll(
      members.map(({ id }) => ({ type: "CampaignMember", id, fields: { Status: "Sent" } })),
    );
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
