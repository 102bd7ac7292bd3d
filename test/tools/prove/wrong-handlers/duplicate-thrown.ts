import { refusalError } from "../../../../functions/clients/salesforce/refusals.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../vendors.ts";

/** Being a member already is an error to it. */
export const duplicateThrown: Wrong = {
  name: "duplicate-thrown",
  uses: ["salesforce"],
  caughtBy: "duplicates",
  async run(event, vendors) {
    const lead = (await findLead(vendors, event.data.email)) ?? (await createLead(vendors, event));
    const { refusal } = await vendors.records.create(
      "CampaignMember",
      { CampaignId: CAMPAIGN, LeadId: lead },
      { expected: [] },
    );
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
