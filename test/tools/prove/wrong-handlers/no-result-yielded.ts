import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads } from "../raw-batches.ts";

/** A batch handler that says nothing of whom there is nothing to do for. */
export const noResultYielded: Wrong = {
  name: "no-result-yielded",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "ends without a result for an event (NO_RESULT)",
  match: "no-result-yielded · in batches · people of all kinds · the whole batch · in the order of their times",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ take: (events) => events.slice(0, -1) }),
};
