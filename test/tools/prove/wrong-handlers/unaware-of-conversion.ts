import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../vendors.ts";

/** Never heard of Leads that become Contacts while it works: what it does not know is for ever. */
export const unawareOfConversion: Wrong = {
  name: "unaware-of-conversion",
  uses: ["salesforce"],
  caughtBy: "someone else",
  states: ["a Lead"],
  async run(event, vendors) {
    const lead = (await findLead(vendors, event.data.email)) ?? (await createLead(vendors, event));
    const { refusal } = await vendors.records.create(
      "CampaignMember",
      { CampaignId: CAMPAIGN, LeadId: lead },
      { expected: [] },
    );
    if (refusal === undefined || refusal.code === "DUPLICATE_VALUE") return;
    throw new PermanentError("refused", { code: refusal.code, system: "salesforce", operation: refusal.operation });
  },
};
