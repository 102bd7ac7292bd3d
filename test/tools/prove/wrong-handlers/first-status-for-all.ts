import type { Wrong } from "../candidates.ts";
import { emailReported, labelIn, raisingLeads } from "../raw-batches.ts";

/** A batch handler that gives everybody the status of the first message. */
export const firstStatusForAll: Wrong = {
  name: "first-status-for-all",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "ends otherwise than its messages each alone",
  match: "first-status-for-all · in batches · people of all kinds · the whole batch · in the order of their times",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ label: (_own, [first]) => (first === undefined ? "" : labelIn(first)) }),
};
