import { refusalError } from "../../../../functions/clients/salesforce/api/refusals.ts";
import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/** Whoever sends a form surely wants e-mail again. */
export const optOutTakenBack: Wrong = {
  name: "opt-out-taken-back",
  uses: ["salesforce"],
  caughtBy: "preservation",
  says: "changes HasOptedOutOfEmail of salesforce Lead from “true” to “false”",
  states: ["opted out"],
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const [{ refusal } = {}] = await systems.records.updateAll([
      { type: "Lead", id: lead, fields: { HasOptedOutOfEmail: false } },
    ]);
    if (refusal !== undefined) throw refusalError(refusal);
  },
};
