import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads, steps } from "../raw-batches.ts";

/** A batch handler that goes on when a collection as a whole is refused, and takes it for done. */
export const restOfChunksLost: Wrong = {
  name: "rest-of-chunks-lost",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "acknowledges all where something was refused (5xx-json)",
  match: "rest-of-chunks-lost · in batches · people of all kinds · POST /composite/sobjects · 5xx-json",
  states: ["a Lead", "a mail was sent to"],
  runBatch: raisingLeads({ write: (rows, systems) => steps.write(rows, systems).catch(() => []) }),
};
