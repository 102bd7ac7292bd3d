import type { FaultFit } from "../../core/fault-fit.ts";
import { isObject } from "../../core/json.ts";
import { describedObjects } from "../state/describe-files.ts";
import { createSchema } from "../state/schema.ts";

/** What no record may do without: whom it is about, what orders it, consent. And keys, which the org keeps unique. */
const NEEDED = new Set([
  "Id",
  "Email",
  "Status",
  "HasOptedOutOfEmail",
  "Email_Consent_At__c",
  "HasResponded",
  "Registration_At__c",
  "CampaignId",
  "LeadId",
  "ContactId",
]);

/** Of an org's words, validation rules and triggers: each refuses a value. */
const CODES = [
  "FIELD_INTEGRITY_EXCEPTION",
  "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
  "FIELD_CUSTOM_VALIDATION_EXCEPTION",
  "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
];

const schema = createSchema(describedObjects());

/** Of each field that a write fills: its value is refused, and the field is hidden from the user or not to be written. */
export function fieldRefusals(path: string, body: string | undefined): FaultFit[] {
  return recordsIn(path, body).flatMap(({ kind, record }) =>
    Object.entries(record)
      .filter(([, value]) => value !== null)
      .flatMap(([field, value], index) => {
        const [code, access = ""] = [CODES[index % CODES.length], ["INVALID_FIELD", READ_ONLY][index % 2]];
        const isRequired = schema.type(kind)?.field(field)?.required === true;
        // A validation rule may tell of the record, and what it then says is never claimed in vain.
        const byValue = fieldRefusal(kind, field, { code: isNeeded(kind, field) ? CODES[0] : code, value });
        return isRequired ? [byValue] : [byValue, fieldRefusal(kind, field, { code: access })];
      }),
  );
}

const READ_ONLY = "INVALID_FIELD_FOR_INSERT_UPDATE";

interface Refused {
  readonly code: string | undefined;
  /** Left out: whatever it holds. */
  readonly value?: unknown;
}

function isNeeded(kind: string, field: string): boolean {
  return NEEDED.has(field) || schema.type(kind)?.field(field)?.unique === true;
}

/** What the org requires, and what a record is called or hangs on. */
function mayBeNeeded(kind: string, field: string): boolean {
  const { required = false, locksTarget = false } = schema.type(kind)?.field(field) ?? {};
  return required || locksTarget || field === "Subject" || field === "Name";
}

function fieldRefusal(kind: string, field: string, { code = "", ...refused }: Refused): FaultFit {
  return {
    name: `${code} of ${field}`,
    rule: { fault: "field-refused", body: { statusCode: code, field, ...refused } },
    isPermanent: undefined,
    refuses: {
      code,
      whom: "this message",
      ...(isNeeded(kind, field) ? {} : { field: { kind, field, mayBeNeeded: mayBeNeeded(kind, field) } }),
    },
    isOneOfMany: true,
  };
}

/** The first of several stands for all. */
function recordsIn(path: string, text: string | undefined): { readonly kind: string; readonly record: object }[] {
  const body: unknown = text === undefined || text === "" ? undefined : JSON.parse(text);
  if (!isObject(body)) return [];
  const [, kind] = /\/sobjects\/(\w+)/.exec(path) ?? [];
  if (!path.includes("/composite/")) return kind === undefined ? [] : [{ kind, record: body }];
  const [first] = Array.isArray(body["records"]) ? body["records"].filter(isObject) : [];
  const { attributes, ...record } = first ?? {};
  return isObject(attributes) ? [{ kind: String(attributes["type"]), record }] : [];
}
