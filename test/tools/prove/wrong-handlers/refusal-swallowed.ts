import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../raw-systems.ts";

/** Whatever refuses the member, it must be there already. */
export const refusalSwallowed: Wrong = {
  name: "refusal-swallowed",
  uses: ["salesforce"],
  caughtBy: "acknowledgement",
  match: "FIELD_INTEGRITY_EXCEPTION",
  says: "although POST /sobjects/CampaignMember was refused with FIELD_INTEGRITY_EXCEPTION, and its effect is not there",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const member = { CampaignId: CAMPAIGN, LeadId: lead };
    const { refusal } = await systems.records.create("CampaignMember", member, { expected: [] });
    if (refusal !== undefined && refusal.status >= 500) throw refusalError(refusal);
  },
};
