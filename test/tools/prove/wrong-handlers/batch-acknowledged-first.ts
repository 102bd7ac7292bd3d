import type { Wrong } from "../candidates.ts";
import { emailReported, raisingLeads } from "../raw-batches.ts";

const raise = raisingLeads();

const acknowledgingFirst: NonNullable<Wrong["runBatch"]> = async function* run(events, systems) {
  yield* events.map((event) => ({ event }));
  for await (const _ of raise(events, systems));
};

/** A batch handler that says that all is done before it writes. */
export const batchAcknowledgedFirst: Wrong = {
  name: "batch-acknowledged-first",
  on: emailReported,
  uses: ["salesforce"],
  caughtBy: "batch",
  says: "acknowledges a message of a batch before its effect is there",
  match: "batch-acknowledged-first · in batches · people of all kinds · POST /composite/sobjects · crash before",
  states: ["a Lead", "a mail was sent to"],
  runBatch: acknowledgingFirst,
};
