import type { Wrong } from "../candidates.ts";
import { createLead, ensureMember, findLead } from "../raw-systems.ts";

/** Whoever is there has been through all of this, it thinks. */
export const stepSkipped: Wrong = {
  name: "step-skipped",
  uses: ["salesforce"],
  caughtBy: "crash",
  async run(event, systems) {
    if ((await findLead(systems, event.data.email)) !== undefined) return;
    await ensureMember(systems, await createLead(systems, event));
  },
};
