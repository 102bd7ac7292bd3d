import type { Impossible } from "../../core/fault-fit.ts";

const EVENT = "POST /customers/{id}/events";

/** What no caller of customer.io can compensate for. */
export const impossible: readonly Impossible[] = [
  {
    fault: "200-dropped",
    operation: "PUT /customers/{id}",
    reason: "customer.io says 200 and does nothing; what it holds of people somebody else may have changed since",
  },
  {
    fault: "dead-lettered, replayed 4 days later",
    operation: EVENT,
    reason: "an event older than 72 hours is recorded and starts no campaign",
  },
  {
    fault: "somebody deletes the person",
    operation: EVENT,
    reason: "an event for a person deleted a moment ago makes them anew, with an e-mail and nothing else",
  },
  {
    fault: "somebody deletes the person",
    only: [
      { records: "customerio people" },
      { records: "salesforce Lead", field: "HasOptedOutOfEmail", is: false },
      { records: "salesforce Lead", field: "Email_Consent_At__c", is: null },
    ],
    reason:
      "nothing holds a person while several calls are made, here and elsewhere: who is deleted between them is as the later calls make them, and has opted out of nothing any more that can be read",
  },
];
