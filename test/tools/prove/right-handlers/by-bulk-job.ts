import type { Small } from "../candidates.ts";
import { emailReported, raisingLeads, steps } from "../raw-batches.ts";
import { makeMembersByJob, unanswered } from "../raw-jobs.ts";

/** New members by a bulk job: who is not among those that it has made comes again, whatever has become of the job. */
export const byBulkJob: Small = {
  name: "by-bulk-job",
  on: emailReported,
  uses: ["salesforce"],
  runBatch: raisingLeads({
    async write(rows, systems) {
      if (rows.some(({ member }) => member !== undefined)) return steps.write(rows, systems);
      const made = await makeMembersByJob(rows, systems);
      if (rows.some(({ lead }) => !made.includes(lead))) throw unanswered();
      return [];
    },
  }),
};
