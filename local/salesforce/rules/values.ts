import { Refusal } from "../state/refusal.ts";
import { toLongId } from "../state/ids.ts";
import type { Field } from "../state/schema.ts";
import type { Value } from "../state/store.ts";

/** The stored form of a client's value. */
export function readValue(field: Field, value: unknown): Value {
  switch (field.kind) {
    case "boolean":
      // [U] for null.
      return typeof value === "boolean" ? value : refuseJson(field, "boolean", value);
    case "number":
      return value === null || value === "" ? null : readNumber(field, value);
    case "date":
    case "datetime":
      return value === null || value === "" ? null : readDate(field, value);
    default:
      return value === null ? null : readText(field, value);
  }
}

function readText(field: Field, value: unknown): Value {
  if (typeof value !== "string") return refuseJson(field, "string", value);
  // Salesforce trims text and stores no empty string.
  const text = value.trim();
  if (text === "") return null;
  if (field.kind === "id") return readId(field, text);
  if (field.length !== undefined && text.length > field.length) {
    const message = `${field.label}: data value too large: ${text} (max length=${field.length})`;
    throw new Refusal("STRING_TOO_LONG", message, { fields: [field.name] });
  }
  if (field.type === "email") checkEmail(field, text);
  return text;
}

/**
 * The characters that Salesforce documents (https://help.salesforce.com/s/articleView?id=000386693); the domain needs a
 * dot.
 */
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

/** Numeric text is accepted. Excess precision is rounded. */
function readNumber(field: Field, value: unknown): number {
  const isWhole = field.type === "int" || field.type === "long";
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || (isWhole && !Number.isInteger(number)))
    return refuseJson(field, isWhole ? "int" : "double", value);
  const { precision = 18, scale = 0, digits = 10 } = field;
  const most = 10 ** (isWhole ? digits : precision - scale);
  if (Math.abs(number) < most) return isWhole ? number : Number(number.toFixed(scale));
  const message = `${field.label}: value outside of valid range on numeric field: ${number}`;
  throw new Refusal("NUMBER_OUTSIDE_VALID_RANGE", message, { fields: [field.name] });
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** [U] that a time's milliseconds are dropped; Salesforce shows 000. */
function readDate(field: Field, value: unknown): string {
  const isDate = field.kind === "date";
  const isRight = typeof value === "string" && (isDate ? DATE : DATE_TIME).test(value);
  const time = isRight ? Date.parse(value) : Number.NaN;
  if (!isRight || Number.isNaN(time)) return refuseJson(field, field.type, value);
  return isDate ? value : new Date(time - (time % 1000)).toISOString().replace("Z", "+0000");
}

/** Salesforce's JSON reader refuses a value before any rule runs. [U] that it does so for each of these types. */
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
