import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

/** What the form leaves out is taken for empty, in a field that no starting state fills. */
export const formerAnswerErased: Wrong = {
  name: "former-answer-erased",
  uses: ["salesforce"],
  caughtBy: "preservation",
  match: "after one that says all",
  says: "empties Website of salesforce Lead",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await updateLead(systems, lead, { Website: event.data.pageUrl ?? null });
  },
};
