import type { Wrong } from "../candidates.ts";
import { createLead, findLead } from "../raw-systems.ts";

/**
 * The latest message counts. Of two events at once, the one that loses the creation takes the other's Lead and forgets to
 * update it. `keepsFirst` excuses no field that a later event writes in another run.
 */
export const updateForgotten: Wrong = {
  name: "update-forgotten",
  uses: ["salesforce"],
  delivery: { ordered: false, timeoutSeconds: 60 },
  caughtBy: "interleaving",
  says: "needs ordered: true",
  async run(event, systems) {
    const Description = `${event.time} ${event.data.message}`;
    const lead = await findLead(systems, event.data.email);
    if (lead === undefined) {
      await createLead(systems, event, { Description });
      return;
    }
    const known = await systems.records.read("Lead", lead, { fields: ["Description"] });
    if (String(known?.fields["Description"]) < Description)
      await systems.records.update("Lead", lead, { Description }, { expected: [] });
  },
};
