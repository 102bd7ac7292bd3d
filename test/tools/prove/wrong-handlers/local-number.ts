import type { Wrong } from "../candidates.ts";
import { createLead } from "../raw-systems.ts";

/** As they write numbers wherever it happens to run. */
export const localNumber: Wrong = {
  name: "local-number",
  uses: ["salesforce"],
  caughtBy: "time",
  match: "in the locale de-DE",
  says: "does something else with an event of any time, in the locale de-DE",
  async run(event, systems) {
    const letters = event.data.message?.length ?? 0;
    await createLead(systems, event, { Description: `${(letters * 1000).toLocaleString()} letters` });
  },
};
