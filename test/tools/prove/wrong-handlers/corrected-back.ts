import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

/** Writes its event's words whenever the Lead's are others: also where people have corrected them since. */
export const correctedBack: Wrong = {
  name: "corrected-back",
  uses: ["salesforce"],
  caughtBy: "duplicates",
  match: "again after people have corrected what it wrote",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const row = await systems.records.read("Lead", lead, { fields: ["Company"] });
    const { company } = event.data;
    if (row?.fields["Company"] !== company) await updateLead(systems, lead, { Company: company });
  },
};
