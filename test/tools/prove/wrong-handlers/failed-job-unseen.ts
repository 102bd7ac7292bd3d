import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, steps } from "../raw-batches.ts";
import { makeMembersByJob } from "../raw-jobs.ts";

/** A batch handler that takes a bulk job that has ended for one that has done its work. */
export const failedJobUnseen: Wrong = {
  name: "failed-job-unseen",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "acknowledges all where something was refused (bulk-failed)",
  match: "failed-job-unseen · in batches · people of all kinds · PATCH /jobs/ingest/{id} · bulk-failed",
  states: ["a Lead"],
  runBatch: raisingLeads({
    async write(rows, systems) {
      if (rows.some(({ member }) => member !== undefined)) return steps.write(rows, systems);
      await makeMembersByJob(rows, systems);
      return [];
    },
  }),
};
