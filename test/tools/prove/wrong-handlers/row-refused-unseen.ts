import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads } from "../raw-batches.ts";

/** A batch handler that takes a collection that was answered for one that was written. */
export const rowRefusedUnseen: Wrong = {
  name: "row-refused-unseen",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "acknowledges all where something was refused (FIELD_CUSTOM_VALIDATION_EXCEPTION of one record)",
  match:
    "row-refused-unseen · in batches · people of all kinds · POST /composite/sobjects, row 1 · FIELD_CUSTOM_VALIDATION_EXCEPTION of one record",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ results: (rows) => rows.flatMap(({ events }) => events.map((event) => ({ event }))) }),
};
