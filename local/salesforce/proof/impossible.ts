import type { Impossible, Otherwise } from "../../core/fault-fit.ts";
import { writeRefusals } from "./refusals.ts";
import { NOT_PROVIDED } from "./typed-in.ts";

const OPT_OUT = "HasOptedOutOfEmail";
const ITS_TIME = "Email_Consent_At__c";

const OPTED_OUT_TOO: readonly Otherwise[] = ["salesforce Lead", "salesforce Contact"].flatMap((records) => [
  { records, field: OPT_OUT, is: true },
  { records, field: ITS_TIME },
]);

/** The record keeps its stand-in, and the name is in its Description if that can be changed: docs/decisions/0010. */
const stillUnnamed = (kind: "Lead" | "Contact"): readonly Otherwise[] => [
  ...["LastName", ...(kind === "Lead" ? ["Company"] : [])].map((field) => ({
    records: `salesforce ${kind}`,
    field,
    is: NOT_PROVIDED,
  })),
  { records: `salesforce ${kind}`, field: "FirstName", is: null },
  { records: `salesforce ${kind}`, field: "Description" },
];

const UNNAMED =
  "ensurePerson leaves out a name that the org refuses, with a warning, and the person's next form tries again: the event's other records must not wait for it";

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
  ...(["Lead", "Contact"] as const).flatMap((kind) => [
    {
      fault: "any refusal that names no field",
      faults: writeRefusals.map(({ name }) => name),
      operation: `PATCH /sobjects/${kind}/{id}`,
      only: stillUnnamed(kind),
      reason: UNNAMED,
    },
    {
      fault: `whatever refuses changes of each ${kind}`,
      faults: [
        `a trigger of each ${kind} fails`,
        `a flow of each ${kind} fails`,
        "a validation rule refuses each new Lead",
        "the person's records are locked by an approval",
        "who owns all records has left",
      ],
      only: stillUnnamed(kind),
      reason: UNNAMED,
    },
  ]),
];
