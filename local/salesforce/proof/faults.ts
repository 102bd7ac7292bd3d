import type { FaultRule } from "../../core/faults.ts";
import { Refusal } from "../state/refusal.ts";
import type { RowFault } from "../state/transaction.ts";
import type { Impossible, Otherwise } from "../../core/fault-fit.ts";
import { writeRefusals } from "./refusals.ts";
import { NOT_PROVIDED } from "./typed-in.ts";

/** Salesforce's own faults: name → what the caller sees, and for which requests it makes sense. */
export const salesforceFaults: Record<string, string> = {
  "401-forever":
    "Any call: 401 though the session is fresh; without `times`, every call from then on until the faults are cleared.",
  "401-once": "Any call: its session has just ended. 401, and a new login helps.",
  "403-concurrent": "Any call: 403, too many long calls at once. Seconds later it works.",
  "403-daily": "Any call: 403, the day's calls are used up.",
  "bulk-failed": "The end of a bulk job's upload: the job fails as a whole, with none of its rows written.",
  "bulk-stuck": "The end of a bulk job's upload: the job stays InProgress for `milliseconds`, or for ever.",
  "delay-visibility":
    "A create: the record is missed by the next `rows` (1) queries that would match it, or for `milliseconds`; ids and external ids find it at once.",
  "dup-rule":
    "A create of a Lead or Contact: DUPLICATES_DETECTED; unless somebody has its e-mail already, a person has just typed the same one in.",
  "field-refused":
    "A write: refused with `body` ({statusCode, field}) as long as a record has a value in that field; with a `value` in it, that one.",
  lock: "A write: its first `rows` (all) records, or those from the `row`th on, answer UNABLE_TO_LOCK_ROW, because others hold them.",
  partial:
    "A write of several records: the first `rows` (1), or those from the `row`th on, fail inside the org's automation, the lock error nested in its message; with `body` ({statusCode}) by that code. A composite call's first `rows` queries: QUERY_TIMEOUT, or that code.",
  "token-400": "A login: 400 invalid_grant. Striking another call, it ends its session and refuses the next login.",
};

/** What a rule must set for any request to notice its fault. */
export function faultLacks({ fault, body }: FaultRule): string | undefined {
  if (fault !== "field-refused" || (codeIn(body) !== undefined && isText(fieldIn(body)?.name))) return undefined;
  return 'a body that names the code and the field, like {"statusCode": "FIELD_INTEGRITY_EXCEPTION", "field": "Phone"}';
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

/** The refusal with which a fault answers before anything is done, if any. */
export function refusalOf(fault: string): Refusal | undefined {
  switch (fault) {
    case "401-forever":
    case "401-once":
    case "token-400":
      return sessionExpired();
    case "403-concurrent":
      return new Refusal("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
    case "403-daily":
      return dailyLimitExceeded();
    default:
      return undefined;
  }
}

/** The answer to a call without a valid session. */
export function sessionExpired(): Refusal {
  return new Refusal("INVALID_SESSION_ID", "Session expired or invalid");
}

/** The answer once the daily calls are used up. */
export function dailyLimitExceeded(): Refusal {
  return new Refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
}

/** The fault as applied to the records of one request; undefined if it has no effect on them. */
export function toRowFault(
  { fault, rows, row = 1, milliseconds, body }: FaultRule,
  onStrike: () => void,
): RowFault | undefined {
  const spared = row - 1;
  switch (fault) {
    case "lock":
      return { onStrike, kind: fault, rows: rows ?? Number.POSITIVE_INFINITY, spared, milliseconds };
    case "partial":
      return { onStrike, kind: fault, rows: rows ?? 1, spared, milliseconds, code: codeIn(body) };
    case "field-refused":
      return {
        onStrike,
        kind: fault,
        rows: Number.POSITIVE_INFINITY,
        milliseconds,
        code: codeIn(body),
        field: fieldIn(body),
      };
    case "bulk-failed":
    case "bulk-stuck":
      return { onStrike, kind: fault, rows: 0, milliseconds };
    case "dup-rule":
    case "delay-visibility":
      return { onStrike, kind: fault, rows: rows ?? 1, milliseconds };
    default:
      return undefined;
  }
}

function fieldIn(body: unknown): RowFault["field"] {
  const { field, ...others } = { field: "", ...(typeof body === "object" ? body : undefined) };
  return "value" in others ? { name: field, value: others.value } : { name: field };
}

function codeIn(body: unknown): string | undefined {
  const { statusCode } = { statusCode: undefined, ...(typeof body === "object" ? body : undefined) };
  return typeof statusCode === "string" ? statusCode : undefined;
}

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
