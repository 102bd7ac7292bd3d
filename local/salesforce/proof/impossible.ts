import type { Impossible, Otherwise } from "../../core/fault-fit.ts";

const OPT_OUT = "HasOptedOutOfEmail";
const ITS_TIME = "Email_Consent_At__c";

const OPTED_OUT_TOO: readonly Otherwise[] = ["salesforce Lead", "salesforce Contact"].flatMap((records) => [
  { records, field: OPT_OUT, is: true },
  { records, field: ITS_TIME },
]);

/** What no caller of Salesforce can compensate for. */
export const impossible: readonly Impossible[] = [
  ...[
    "somebody types the same Lead in",
    "somebody types the same Lead in, where a duplicate rule blocks",
    "somebody types the same Contact in",
  ].map((fault) => ({
    fault,
    only: OPTED_OUT_TOO,
    reason: "an opt-out applies to all of the person's records, including those that somebody creates meanwhile",
  })),
  {
    fault: "somebody merges the Lead into another",
    only: OPTED_OUT_TOO,
    reason: "the record that the Lead is merged into meanwhile is then the person's, and is opted out too",
  },
  {
    fault: "somebody converts the Lead",
    only: [
      { records: "salesforce Lead", field: OPT_OUT, is: false },
      { records: "salesforce Lead", field: ITS_TIME, is: null },
      { records: "salesforce Contact", field: ITS_TIME },
    ],
    reason: "a converted Lead can't be edited: its Contact is opted out instead",
  },
];
