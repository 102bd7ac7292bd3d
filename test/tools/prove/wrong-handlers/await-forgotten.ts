import type { Wrong } from "../candidates.ts";
import { createLead, ensureMember, findLead } from "../vendors.ts";

/** One word is missing. */
export const awaitForgotten: Wrong = {
  name: "await-forgotten",
  uses: ["salesforce"],
  caughtBy: "verdicts",
  async run(event, vendors) {
    const lead = (await findLead(vendors, event.data.email)) ?? (await createLead(vendors, event));
    void ensureMember(vendors, lead).catch(() => {});
  },
};
