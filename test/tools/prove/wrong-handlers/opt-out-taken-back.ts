import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

/** Whoever sends a form surely wants e-mail again. */
export const optOutTakenBack: Wrong = {
  name: "opt-out-taken-back",
  uses: ["salesforce"],
  caughtBy: "preservation",
  says: "changes HasOptedOutOfEmail of salesforce Lead from “true” to “false”",
  states: ["opted out"],
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await updateLead(systems, lead, { HasOptedOutOfEmail: false });
  },
};
