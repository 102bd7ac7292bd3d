import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

/** What the form leaves out is taken for empty. */
export const leftOutErases: Wrong = {
  name: "left-out-erases",
  uses: ["salesforce"],
  caughtBy: "preservation",
  says: "empties Title of salesforce Lead (“Head of Typing”), of which the event does not speak",
  states: ["a Lead"],
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    const fields = { Title: event.data.title ?? null, Phone: event.data.phone };
    await updateLead(systems, lead, fields);
  },
};
