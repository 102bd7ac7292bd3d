import { Refusal } from "../state/refusal.ts";
import type { Org } from "../state/org.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import type { Fields, Value } from "../state/store.ts";
import { readValue } from "./values.ts";

/** A client of the API, or this test bench, which may also set system fields. */
type Writer = "client" | "system";

/** Users also require a profile, a time zone and more, none of which is needed here. */
const NEEDED_OF_USERS = "LastName";

/**
 * Checks a client's fields one by one and returns them under their own names in stored form. References are not
 * resolved here.
 */
export function checkFields(
  org: Org,
  type: ObjectType,
  input: Readonly<Record<string, unknown>>,
  action: "create" | "update",
  writer: Writer = "client",
): Fields {
  const fields: Record<string, Value> = {};
  for (const name in input) {
    if (name === "attributes") continue;
    const field = type.field(name);
    if (field === undefined || (writer === "client" && org.shape.isHidden(field)))
      throw new Refusal("INVALID_FIELD", `No such column '${name}' on sobject of type ${type.name}`);
    fields[field.name] = checkPicklist(org, field, readValue(field, input[name]));
    if (writer === "client") checkWriteable(org, field, action);
  }
  checkRequired(type, fields, action, writer);
  return fields;
}

function checkWriteable(org: Org, field: Field, action: "create" | "update"): void {
  const isWriteable = action === "create" ? field.createable : field.updateable;
  if (isWriteable && !org.shape.isReadOnly(field)) return;
  const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  throw new Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", message, { fields: [field.name] });
}

function checkRequired(type: ObjectType, fields: Fields, action: "create" | "update", writer: Writer): void {
  const missing = type.required.filter(
    ({ name }) => (action === "create" || name in fields) && (fields[name] ?? null) === null,
  );
  if (missing.length === 0) return;
  const names = missing.map((field) => field.name);
  if (writer === "system" && type.name === "User" && !names.includes(NEEDED_OF_USERS)) return;
  throw new Refusal("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, { fields: names });
}

/** Values match in any case and are stored in the org's spelling. [U] */
function checkPicklist(org: Org, field: Field, value: Value): Value {
  const values = org.shape.valuesOf(field);
  if (values === undefined || typeof value !== "string") return value;
  const chosen = field.type === "multipicklist" ? value.split(";").map((one) => one.trim()) : [value];
  const known = chosen.map((one) => values.get(one.toLowerCase()));
  const wrong = chosen.find((_, index) => known[index] === undefined);
  if (wrong === undefined) return known.join(";");
  if (field.type === "string") throw wrongPlace(field);
  const message = `${field.label}: bad value for restricted picklist field: ${wrong}`;
  throw new Refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, { fields: [field.name] });
}

/** State and Country picklists' error for their text fields: Country, MailingState. */
function wrongPlace({ name }: Field): Refusal {
  const [place, other, list] = name.endsWith("Country")
    ? ["country", "territory", "countries"]
    : ["state", "province", "states"];
  const message = `There's a problem with this ${place}, even though it may appear correct. Please select a ${place}/${other} from the list of valid ${list}.`;
  return new Refusal("FIELD_INTEGRITY_EXCEPTION", message, { fields: [name] });
}

/** The rules that ycat ships in salesforce/: fields that may only move forward in time, and the error otherwise. */
const ONLY_LATER: Readonly<Record<string, string>> = {
  Email_Consent_At__c: "A later decision about e-mail stands already.",
  Email_Consent_At__pc: "A later decision about e-mail stands already.",
  Registration_At__c: "A later change of the registration stands already.",
};

/** @throws Refusal with FIELD_CUSTOM_VALIDATION_EXCEPTION, the code of all validation rules. */
export function checkValidationRules(org: Org, type: ObjectType, after: Fields, before?: Fields): void {
  if (before !== undefined) checkTimes(after, before);
  for (const { object, when, message, field } of org.settings.validationRules) {
    const value = object === type.name ? (after[when.field] ?? null) : null;
    if (value === null || (when.value !== undefined && value !== when.value)) continue;
    throw failed(message, field);
  }
}

function checkTimes(after: Fields, before: Fields): void {
  for (const [field, message] of Object.entries(ONLY_LATER)) {
    const [stands, given] = [before[field] ?? null, after[field] ?? null];
    // ISO times compare as strings.
    if (stands === null || given === null || given >= stands) continue;
    throw failed(message, field);
  }
}

function failed(message: string, field: string | undefined): Refusal {
  return new Refusal("FIELD_CUSTOM_VALIDATION_EXCEPTION", message, { fields: field === undefined ? [] : [field] });
}
