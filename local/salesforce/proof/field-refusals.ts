import type { FaultFit } from "../../core/fault-fit.ts";
import { isObject } from "../../core/json.ts";
import { describedObjects } from "../state/describe-files.ts";
import { createSchema } from "../state/schema.ts";

/** Fields that no record may lack: whom it is about, what orders it, consent; and unique keys. */
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

/** Codes with which picklists, validation rules and triggers refuse a value. */
const CODES = [
  "FIELD_INTEGRITY_EXCEPTION",
  "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
  "FIELD_CUSTOM_VALIDATION_EXCEPTION",
  "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
];

const schema = createSchema(describedObjects());

/** For each field of a write: its value is refused, and the field is hidden or read-only. */
export function fieldRefusals(path: string, body: string | undefined): FaultFit[] {
  return recordsIn(path, body).flatMap(({ kind, record }) =>
    Object.entries(record)
      .filter(([, value]) => value !== null)
      .flatMap(([field, value], index) => {
        const [code, access = ""] = [CODES[index % CODES.length], ["INVALID_FIELD", READ_ONLY][index % 2]];
        const isRequired = schema.type(kind)?.field(field)?.required === true;
        // Needed fields don't get a validation rule's code, since its error may concern the whole record.
        const byValue = fieldRefusal(kind, field, { code: isNeeded(kind, field) ? CODES[0] : code, value });
        return isRequired ? [byValue] : [byValue, fieldRefusal(kind, field, { code: access })];
      }),
  );
}

const READ_ONLY = "INVALID_FIELD_FOR_INSERT_UPDATE";

interface Refused {
  readonly code: string | undefined;
  /** Default: any value. */
  readonly value?: unknown;
}

function isNeeded(kind: string, field: string): boolean {
  return NEEDED.has(field) || schema.type(kind)?.field(field)?.unique === true;
}

/** Fields that the org requires, names, and references. */
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

/** Only the first of several records. */
function recordsIn(path: string, text: string | undefined): { readonly kind: string; readonly record: object }[] {
  const body: unknown = text === undefined || text === "" ? undefined : JSON.parse(text);
  if (!isObject(body)) return [];
  const [, kind] = /\/sobjects\/(\w+)/.exec(path) ?? [];
  if (!path.includes("/composite/")) return kind === undefined ? [] : [{ kind, record: body }];
  const [first] = Array.isArray(body["records"]) ? body["records"].filter(isObject) : [];
  const { attributes, ...record } = first ?? {};
  return isObject(attributes) ? [{ kind: String(attributes["type"]), record }] : [];
}
