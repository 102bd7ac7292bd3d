import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, steps } from "../raw-batches.ts";

/** A batch handler that reads a collection's results from the wrong end. */
export const othersRowBlamed: Wrong = {
  name: "others-row-blamed",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "and the effect of one is not there",
  match:
    "others-row-blamed · in batches · people of all kinds · POST /composite/sobjects, row 1 · FIELD_CUSTOM_VALIDATION_EXCEPTION of one record",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ results: (rows, refusals) => steps.results(rows, refusals.toReversed()) }),
};
