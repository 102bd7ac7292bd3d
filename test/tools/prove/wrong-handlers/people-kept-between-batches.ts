import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, type Report } from "../raw-batches.ts";

const seen: Report[] = [];

/** A batch handler that writes those of its last batch once more. */
export const peopleKeptBetweenBatches: Wrong = {
  name: "people-kept-between-batches",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "isolation",
  says: "",
  states: ["a Lead"],
  runBatch: raisingLeads({
    take: (events) => [...seen.splice(0, seen.length, ...events), ...events],
  }),
};
