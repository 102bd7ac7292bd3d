import type { Wrong } from "../candidates.ts";
import { createLead, ensureMember, findLead } from "../vendors.ts";

/** Whoever is there has been through all of this, it thinks. */
export const stepSkipped: Wrong = {
  name: "step-skipped",
  uses: ["salesforce"],
  caughtBy: "crash",
  async run(event, vendors) {
    if ((await findLead(vendors, event.data.email)) !== undefined) return;
    await ensureMember(vendors, await createLead(vendors, event));
  },
};
