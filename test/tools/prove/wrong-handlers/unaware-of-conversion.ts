import { PermanentError } from "../../../../functions/runtime/define/errors.ts";
import type { Wrong } from "../candidates.ts";
import { CAMPAIGN, createLead, findLead } from "../raw-systems.ts";

/** Never heard of Leads that become Contacts while it works: what it does not know is for ever. */
export const unawareOfConversion: Wrong = {
  name: "unaware-of-conversion",
  uses: ["salesforce"],
  caughtBy: "someone else",
  states: ["a Lead"],
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const { refusal } = await systems.records.create(
      "CampaignMember",
      { CampaignId: CAMPAIGN, LeadId: lead },
      { expected: [] },
    );
    if (refusal === undefined || refusal.code === "DUPLICATE_VALUE") return;
    throw new PermanentError("refused", { code: refusal.code, system: "salesforce", operation: refusal.operation });
  },
};
