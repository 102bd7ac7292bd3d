import { refusalError } from "../../../../functions/clients/salesforce/api/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../raw-systems.ts";

/** Being a member already is an error to it. */
export const duplicateThrown: Wrong = {
  name: "duplicate-thrown",
  uses: ["salesforce"],
  caughtBy: "duplicates",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const { refusal } = await systems.records.create(
      "CampaignMember",
      { CampaignId: CAMPAIGN, LeadId: lead },
      { expected: [] },
    );
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
