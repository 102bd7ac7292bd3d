import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, resultsOf } from "../raw-batches.ts";

/** A batch handler that fails all whose collection has a refused row. */
export const allFailedForOne: Wrong = {
  name: "all-failed-for-one",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "fails other people's messages too where one row is refused",
  match:
    "all-failed-for-one · in batches · people of all kinds · POST /composite/sobjects, row 2 · UNABLE_TO_LOCK_ROW of one record",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({
    results: (rows, refusals) =>
      rows.flatMap(({ events }) => [
        ...resultsOf(
          events,
          refusals.find((refusal) => refusal !== undefined),
        ),
      ]),
  }),
};
