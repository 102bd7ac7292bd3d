import type { Impossible } from "../../core/fault-fit.ts";

const EVENT = "POST /customers/{id}/events";

/** What no caller of customer.io can compensate for. */
export const impossible: readonly Impossible[] = [
  {
    fault: "200-dropped",
    operation: "PUT /customers/{id}",
    reason:
      "customer.io answers 200 and stores nothing; an attribute can't be compared later, since somebody else may have changed it",
  },
  {
    fault: "dead-lettered, replayed 4 days later",
    operation: EVENT,
    reason: "customer.io records an event older than 72 hours, but starts no campaign",
  },
  {
    fault: "somebody deletes the person",
    operation: EVENT,
    reason: "an event for a person who was just deleted creates them again, with only their e-mail",
  },
  {
    fault: "somebody deletes the person",
    only: [
      { records: "customerio people" },
      { records: "salesforce Lead", field: "HasOptedOutOfEmail", is: false },
      { records: "salesforce Lead", field: "Email_Consent_At__c", is: null },
    ],
    reason:
      "nothing locks a person across calls: somebody deleted between two of them is created again by the later ones, and their earlier opt-out can't be read any more",
  },
];
