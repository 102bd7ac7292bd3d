import type { Wrong } from "../candidates.ts";
import { createLead, findLead, updateLead } from "../raw-systems.ts";

/** The last to arrive wins, whenever it happened. */
export const statusByArrival: Wrong = {
  name: "status-by-arrival",
  uses: ["salesforce"],
  caughtBy: "order",
  async run(event, systems) {
    const lead = (await findLead(systems, event.data.email)) ?? (await createLead(systems, event));
    await updateLead(systems, lead, { Status: event.data.formId });
  },
};
