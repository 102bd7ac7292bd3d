import type { Wrong } from "../candidates.ts";
import { emailReported, labelIn, raisingLeads } from "../raw-batches.ts";

/** A batch handler that counts on the order of a batch, which has none. */
export const lastInBatchWins: Wrong = {
  name: "last-in-batch-wins",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "ends otherwise than its messages each alone",
  match: "last-in-batch-wins · in batches · people of all kinds · the whole batch · in the order of their times",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ label: (own) => own.map(labelIn).at(-1) ?? "" }),
};
