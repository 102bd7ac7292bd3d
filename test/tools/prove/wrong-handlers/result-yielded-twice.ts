import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, steps } from "../raw-batches.ts";

/** A batch handler that says of each event twice what has become of it. */
export const resultYieldedTwice: Wrong = {
  name: "result-yielded-twice",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "yields a result for an event that has one, or for none of the batch (NOT_OPEN)",
  match: "result-yielded-twice · in batches · people of all kinds · the whole batch · in the order of their times",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({
    results: (rows, refusals) => [...steps.results(rows, refusals), ...steps.results(rows, refusals)],
  }),
};
