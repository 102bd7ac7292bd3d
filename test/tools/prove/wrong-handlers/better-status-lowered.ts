import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads } from "../raw-batches.ts";

/** A batch handler that writes what is reported over what is better. */
export const betterStatusLowered: Wrong = {
  name: "better-status-lowered",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "order",
  says: "ends otherwise than in the order of the events' times",
  states: ["a Lead"],
  runBatch: raisingLeads({ isWritten: ({ member, label }) => member?.status !== label }),
};
