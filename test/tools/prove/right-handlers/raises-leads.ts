import type { Small } from "../candidates.ts";
import { emailReported, raisingLeads } from "../raw-batches.ts";

/** The best status that a batch reports of each Lead, by collections of 200. */
export const raisesLeads: Small = {
  name: "raises-leads",
  on: emailReported,
  uses: ["salesforce"],
  runBatch: raisingLeads(),
};
