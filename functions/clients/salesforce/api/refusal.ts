import { objectsIn, type JsonObject } from "../../../runtime/objects.ts";
import { codeThatCounts, faultOfCode } from "./fault-by-code.ts";

/** A refusal: what Salesforce answered instead of doing what it was asked. */
export interface OrgRefusal {
  /** Its own upper-case code, or HTTP_503 where it gave none. */
  readonly code: string;
  readonly field?: string;
  readonly status: number;
  readonly operation: string;
  /** The error items of the answer; they contain a duplicate rule's matches. */
  readonly items: readonly JsonObject[];
  /** The fields for which the handler has, or might have, a value: no message can supply any other. */
  readonly given?: readonly string[];
  /** Those of them that the refused call went without, since the org had refused their values before. */
  readonly leftOut?: readonly string[];
  /** What was refused, if not a record with values of the message's own. */
  readonly call?: "question" | "membership" | "members";
  /** Of a membership. */
  readonly campaignId?: string;
  readonly cause: unknown;
}

/** Codes for a record that does not exist, or no longer does. */
export const GONE = ["NOT_FOUND", "ENTITY_IS_DELETED"];

/**
 * Codes for a person's record that is no longer the one found: converted, merged or deleted meanwhile. The last one
 * also if what the record refers to does not exist.
 */
export const OUTDATED = [...GONE, "CANNOT_UPDATE_CONVERTED_LEAD", "INVALID_CROSS_REFERENCE_KEY"];

/**
 * Reads a refusal's items: `errorCode` in single answers, `statusCode` in those of collections. Of several items the
 * one that keeps the message longest counts: while that may change, the message is not refused for ever.
 */
export function readRefusal(answered: { status: number; operation: string; data: unknown }): OrgRefusal {
  const { status, operation, data } = answered;
  // Only for a developer's machine: in the cloud no cause is logged.
  const cause = new Error(`salesforce said ${JSON.stringify(data)}`);
  const items = objectsIn(Array.isArray(data) ? data : [data]);
  const readings = items.map((item) => readItem(item, status));
  const ranked = (["nobody", "org", "unclear", "message"] as const).map((fault) =>
    readings.find(({ code }) => faultOfCode(code) === fault),
  );
  const reading = ranked.find((one) => one !== undefined) ?? { code: httpCode(status) };
  return { ...reading, status, operation, items, cause };
}

function readItem(item: JsonObject, status: number): Pick<OrgRefusal, "code" | "field"> {
  const [field] = fieldsOfItem(item);
  return { code: codeOf(item, status), ...(field !== undefined && { field }) };
}

/**
 * A refusal for each of its items, since the org may name several rules or fields at once; none where its code says that it is no
 * message's fault.
 */
export function itemByItem(refusal: OrgRefusal): OrgRefusal[] {
  const { items, field: _, ...rest } = refusal;
  if (["nobody", "org"].includes(faultOfCode(refusal.code))) return [];
  return items.map((item) => ({ ...rest, ...readItem(item, refusal.status), items: [item] }));
}

function codeOf({ errorCode, statusCode, message }: JsonObject, status: number): string {
  const code = errorCode ?? statusCode;
  if (typeof code !== "string" || !/^[A-Za-z]\w{1,79}$/.test(code) || code.startsWith("ERROR_HTTP_"))
    return httpCode(status);
  return codeThatCounts(code.toUpperCase(), message);
}

/** Whether the code occurs only in a text written by a trigger, which may quote user input. */
export function isQuoted({ code, status, items }: OrgRefusal): boolean {
  const given = items.map(({ errorCode, statusCode }) => String(errorCode ?? statusCode).toUpperCase());
  return code !== httpCode(status) && !given.includes(code);
}

function httpCode(status: number): string {
  return status === 300 ? "MULTIPLE_CHOICES" : `HTTP_${status}`;
}

/**
 * Whether it says that another record has the value of one of these fields; it may also mean another unique field of
 * the org's.
 */
export function isTaken({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "DUPLICATE_VALUE" && isAmong(["", ...fields], field);
}

/**
 * The id of the record that already has a unique field's value, which Salesforce puts at the end of its text, in any
 * language.
 */
export function holderIn({ items }: OrgRefusal): string | undefined {
  const texts = items.map(({ message }) => (typeof message === "string" ? message : ""));
  return texts.map((text) => /[::]\s*(\w{15}(?:\w{3})?)$/m.exec(text)?.[1]).find((one) => one !== undefined);
}

/** Whether it is a validation rule's refusal that names one of these fields. */
export function isRuleOf({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "FIELD_CUSTOM_VALIDATION_EXCEPTION" && isAmong(fields, field);
}

/** Names in any case. */
function isAmong(fields: readonly string[], field: string): boolean {
  return fields.some((one) => one.toLowerCase() === field.toLowerCase());
}

/** Which of these fields the refusal names, in the list's spelling; or those whose value determines the named one. */
export function refusedAmong(refusal: OrgRefusal, fields: readonly string[]): string[] {
  const named = refusal.items.flatMap(fieldsOfItem);
  const refused = fields.filter((field) => named.some((one) => isNamed([field], one)));
  return refused.length > 0 ? refused : fields.filter((field) => isRelated(refusal, field));
}

/**
 * Whether it is a country, where the refusal says that no such state is in it, or a state, where it says that a country comes first:
 * the other one may be the record's own, a default, or what a flow of the org's fills in.
 */
function isRelated({ code, items }: OrgRefusal, field: string): boolean {
  const { address, part = "" } = /^(?<address>.*)(?<part>Country|State)$/i.exec(field)?.groups ?? {};
  const other = part.toLowerCase() === "state" ? "Country" : "State";
  const isOther = (one: string) => isNamed([`${address}${other}`], one);
  return code === "FIELD_INTEGRITY_EXCEPTION" && address !== undefined && items.flatMap(fieldsOfItem).some(isOther);
}

/**
 * A country or state may also be refused by the name of its code field, which orgs with State and Country picklists
 * have.
 */
function isNamed(fields: readonly string[], name: string): boolean {
  return (
    isAmong(fields, name) || (/(Country|State)Code$/i.test(name) && isAmong(fields, name.slice(0, -"Code".length)))
  );
}

/**
 * By API name, ignoring case. Some are named only in the text; a query's text begins with the query. Otherwise only the
 * first line counts: later ones may quote user input.
 */
export function fieldsOfItem({ errorCode, statusCode, fields, message }: JsonObject): string[] {
  const listed: unknown[] = Array.isArray(fields) ? fields : [];
  const text = typeof message === "string" ? message : "";
  const said = /^\s*SELECT\b/.test(text) ? text : (text.split("\n", 1)[0] ?? "");
  const names = listed.length > 0 ? listed : namedIn(errorCode ?? statusCode, said);
  return names.filter((name) => typeof name === "string" && /^\w{1,80}$/.test(name)).map(String);
}

const IN_TEXT = [
  /^duplicate value found: (\w+) duplicates /m,
  /^No such column '(\w+)'/m,
  /^field '(\w+)' can not be \w+ in a query call/m,
  /^Unable to create\/update fields: ([\w, ]+)\./m,
  /^Required fields are missing: \[([\w, ]+)\]/m,
  /^Provided external ID field does not exist or is not accessible: (\w+)/m,
];

/** In our user's language: a custom field and, at the end, the id of the record that has its value. */
const DUPLICATE = /^[^::]+[::]\s*(\w+__c)\b.*[::]\s*\w{15}(?:\w{3})?$/m;

function namedIn(code: unknown, message: string): string[] {
  const patterns = code === "DUPLICATE_VALUE" ? [...IN_TEXT, DUPLICATE] : IN_TEXT;
  return patterns.flatMap((pattern) => (pattern.exec(message)?.[1] ?? "").split(",").map((name) => name.trim()));
}
