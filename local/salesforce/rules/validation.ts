import { Refusal } from "../api/errors.ts";
import { toLongId } from "../state/ids.ts";
import type { Field, ObjectType } from "../state/objects.ts";
import type { Fields, Value } from "../state/store.ts";

/** Who writes: a client through the API, or this test bench, which may also set what only the system sets. */
export type Writer = "client" | "system";

/**
 * Checks what a client sent for a record field by field, and returns it under the fields' own names and in the form it
 * is stored in. Whether the references lead anywhere is not checked here.
 */
export function checkFields(
  type: ObjectType,
  input: Readonly<Record<string, unknown>>,
  action: "create" | "update",
  writer: Writer = "client",
): Fields {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(input)) {
    if (name === "attributes") continue;
    const field = type.field(name);
    if (field === undefined)
      throw new Refusal("INVALID_FIELD", `No such column '${name}' on sobject of type ${type.name}`);
    fields[field.name] = readValue(field, value);
    if (writer === "client") checkWriteable(field, action);
  }
  checkRequired(type, fields, action);
  return fields;
}

function checkWriteable(field: Field, action: "create" | "update"): void {
  if (action === "create" ? field.createable : field.updateable) return;
  const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  throw new Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", message, { fields: [field.name] });
}

function checkRequired(type: ObjectType, fields: Fields, action: "create" | "update"): void {
  const missing = type.fields.filter(
    ({ name, required }) =>
      required === true && (action === "create" || name in fields) && (fields[name] ?? null) === null,
  );
  if (missing.length === 0) return;
  const names = missing.map((field) => field.name);
  throw new Refusal("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, { fields: names });
}

function readValue(field: Field, value: unknown): Value {
  switch (field.type) {
    case "boolean":
      // [U] for null.
      return typeof value === "boolean" ? value : refuseJson(field, "boolean", value);
    case "int":
      if (value === null || Number.isSafeInteger(value)) return Number.isSafeInteger(value) ? Number(value) : null;
      return refuseJson(field, "int", value);
    case "date":
    case "datetime":
      return value === null ? null : readDate(field, value);
    default:
      return value === null ? null : readText(field, value);
  }
}

function readText(field: Field, value: unknown): Value {
  if (typeof value !== "string") return refuseJson(field, "string", value);
  // Salesforce trims text and keeps no empty string.
  const text = value.trim();
  if (text === "") return null;
  if (field.length !== undefined && text.length > field.length) {
    const message = `${field.label}: data value too large: ${text} (max length=${field.length})`;
    throw new Refusal("STRING_TOO_LONG", message, { fields: [field.name] });
  }
  if (field.type === "email") checkEmail(field, text);
  if (field.type === "id" || field.type === "reference") return readId(field, text);
  return text;
}

/** The characters Salesforce documents (https://help.salesforce.com/s/articleView?id=000386693); one dot at least in the domain. */
function checkEmail(field: Field, text: string): void {
  const [local = "", domain = "", ...more] = text.split("@");
  const isRight =
    more.length === 0 &&
    /^[a-zA-Z0-9!#$%&'*/=?^_+\-`{|}~.]+$/.test(local) &&
    /^[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+$/.test(domain);
  if (!isRight)
    throw new Refusal("INVALID_EMAIL_ADDRESS", `${field.label}: invalid email address: ${text}`, {
      fields: [field.name],
    });
}

function readId(field: Field, text: string): string {
  const id = toLongId(text);
  if (id !== undefined) return id;
  throw new Refusal("MALFORMED_ID", `${field.label}: id value of incorrect type: ${text}`, { fields: [field.name] });
}

function readDate(field: Field, value: unknown): string {
  const shape = field.type === "date" ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
  if (typeof value !== "string" || !shape.test(value) || Number.isNaN(Date.parse(value)))
    return refuseJson(field, field.type, value);
  return field.type === "date" ? value : new Date(value).toISOString().replace("Z", "+0000");
}

/** Salesforce's JSON reader refuses before any rule is asked. [U] that it does so for each of these types alike. */
function refuseJson(field: Field, type: string, value: unknown): never {
  const token = value === null ? "VALUE_NULL" : (JSON_TOKENS[typeof value] ?? "START_OBJECT");
  const message = `Cannot deserialize instance of ${type} from ${token} value ${describe(value)} or request may be missing a required field at [line:1, column:${field.name.length}]`;
  throw new Refusal("JSON_PARSER_ERROR", message);
}

const JSON_TOKENS: Readonly<Record<string, string>> = {
  string: "VALUE_STRING",
  number: "VALUE_NUMBER_INT",
  boolean: "VALUE_BOOLEAN",
};

function describe(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
