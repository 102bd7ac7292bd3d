import {
  type DeliveryError,
  PermanentError,
  type Reach,
  type Reason,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../../runtime/define/errors.ts";
import { asObjects, type JsonObject } from "../../outgoing/json.ts";
import { adviceFor, adviceForText, faultOfCode, reachOf, unwrapped } from "./refusal-codes.ts";
import { type Fault, RECORD_TYPE } from "./refusal-table.ts";

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
  readonly cause: unknown;
}

/** Codes for a record that does not exist, or no longer does. */
export const GONE = ["NOT_FOUND", "ENTITY_IS_DELETED"];

/**
 * Codes for a person's record that is no longer the one found: converted, merged or deleted meanwhile. The last one
 * also if what the record refers to does not exist.
 */
export const OUTDATED = [...GONE, "CANNOT_UPDATE_CONVERTED_LEAD", "INVALID_CROSS_REFERENCE_KEY"];

const ERRORS = { message: PermanentError, unclear: UnexpectedRefusalError } as const;

/** The error for a refusal that its caller can't handle. */
export function refusalError(refusal: OrgRefusal): DeliveryError {
  const { code, status, operation, field, cause } = refusal;
  const { fault, reach, advice } = judge(refusal);
  const reason = reasonOf(refusal);
  const what = `salesforce refused ${operation} with ${code}${field === undefined ? "" : ` (${field})`}, HTTP ${status}`;
  const message = fault !== "org" || advice === undefined ? what : `${what}: ${advice}`;
  if (fault === "message" || fault === "unclear") return new ERRORS[fault](message, reason, { cause });
  return new UnavailableError(message, reason, { cause, reach });
}

/** Whether the same call is likely to be accepted a moment later. */
export function isPassing(refusal: OrgRefusal): boolean {
  return judge(refusal).fault === "nobody";
}

/** Whether the org would refuse any other call too: a login, or the allowance of calls. */
export function isForEverybody(refusal: OrgRefusal): boolean {
  const { fault, reach } = judge(refusal);
  return fault === "org" && (reach === "system" || reach === "allowance");
}

interface Judgement {
  readonly fault: Fault;
  /** Whom the wait concerns. */
  readonly reach: Reach;
  readonly advice: string | undefined;
}

/**
 * Whose fault it is, whom it concerns, and what to do about it. What this one refusal says counts more than its code.
 */
function judge(refusal: OrgRefusal): Judgement {
  const { code, status } = refusal;
  const byCode = { fault: faultOfCode(code), reach: reachByCode(refusal), advice: adviceFor(code) };
  // Redirects too: a renamed My Domain, or a maintenance page. A 200 has refused one of several records.
  if ((status >= 300 && status < 400) || status >= 500 || [420, 429].includes(status))
    return { ...byCode, fault: "nobody" };
  if ([401, 410].includes(status)) return { ...byCode, fault: "org" };
  const advice = adviceOf(refusal);
  if (advice !== undefined) return { fault: "org", reach: "settings", advice };
  // A rule, or a flow that fills the field, may or may not depend on the message.
  return byCode.fault === "message" && isElsewhere(refusal) ? { ...byCode, fault: "unclear" } : byCode;
}

function reachByCode(refusal: OrgRefusal): Reach {
  const { code, status, items } = refusal;
  // The same code stands for too many calls in progress, which passes soon.
  if (code === "REQUEST_LIMIT_EXCEEDED" && !isQuoted(refusal))
    return items.some(({ message }) => /\bconcurrent/i.test(String(message))) ? "system" : "allowance";
  // Anybody who needs that record meets a lock, whatever the status; anybody who sends the same meets a crash of the
  // org's own.
  if (code === "UNABLE_TO_LOCK_ROW" || (code === "UNKNOWN_EXCEPTION" && status <= 500)) return "record";
  if (status >= 500 || [401, 410].includes(status)) return "system";
  const reach = reachOf(code);
  return reach === "system" && isQuoted(refusal) ? "record" : reach;
}

/** Whether the code occurs only in a text written by a trigger, which may quote user input. */
function isQuoted({ code, status, items }: OrgRefusal): boolean {
  const given = items.map(({ errorCode, statusCode }) => String(errorCode ?? statusCode).toUpperCase());
  return code !== httpCode(status) && !given.includes(code);
}

/** What the org's people have to do, where the field, the text or the call says more than the code. */
function adviceOf(refusal: OrgRefusal): string | undefined {
  const { code, field, operation, items } = refusal;
  // A 404 for anything but a single record.
  if (code === "NOT_FOUND" && !operation.includes("{")) return NO_RESOURCE;
  // On an update it is the existing record that lacks the field.
  if (code === "REQUIRED_FIELD_MISSING" && !operation.startsWith("PATCH ") && isElsewhere(refusal))
    return requiredElsewhere(field);
  if (code === "INVALID_CROSS_REFERENCE_KEY" && field === "RecordTypeId" && isElsewhere(refusal)) return RECORD_TYPE;
  return items.map(({ message }) => adviceForText(code, message)).find((one) => one !== undefined);
}

/** Whether it names fields, but none that was or might have been sent. */
function isElsewhere(refusal: OrgRefusal): boolean {
  const { items, given } = refusal;
  return given !== undefined && items.flatMap(fieldsOfItem).length > 0 && refusedAmong(refusal, given).length === 0;
}

const NO_RESOURCE =
  "the org has no such object, hides it from ycat's user, or speaks no such version of the API: assign the permission set of " +
  "salesforce/ (docs/salesforce.md)";

function requiredElsewhere(field = "a field"): string {
  return `the org requires ${field}, which the handler does not send: give it a default, make it optional, or send it`;
}

/**
 * Whether it says that another record has the value of one of these fields; it may also mean another unique field of
 * the org's.
 */
export function isTaken({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "DUPLICATE_VALUE" && isAmong(["", ...fields], field);
}

/**
 * The key is taken, though our user sees no record with it: deleted a moment ago, or hidden from the user. If the field
 * is not told (`<unknown>`, which a trigger's own record may cause), it is treated as any refusal.
 */
export function holderNotSeen(object: string, refusal: OrgRefusal): DeliveryError {
  if (refusal.field === undefined) return refusalError(refusal);
  const message =
    `salesforce holds a record of ${object} with this key that the user can't see: give it View All on the object ` +
    "(docs/salesforce.md)";
  return new UnavailableError(message, reasonOf(refusal), { cause: refusal.cause, reach: "settings" });
}

function reasonOf({ code, operation, status, field }: OrgRefusal): Reason {
  return { code, system: "salesforce", operation, status, ...(field === undefined ? {} : { field }) };
}

/**
 * The id of the record that already has a unique field's value, which Salesforce puts at the end of its text, in any
 * language.
 */
export function holderIn({ items }: OrgRefusal): string | undefined {
  const texts = items.map(({ message }) => (typeof message === "string" ? message : ""));
  return texts.map((text) => /[::]\s*(\w{15}(?:\w{3})?)$/m.exec(text)?.[1]).find((one) => one !== undefined);
}

/** For an answer that claims success but does not look like it: whether the call took effect is unknown. */
export function malformedAnswer(operation: string, status: number): UnavailableError {
  const message = `salesforce answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "salesforce", operation, status });
}

/** Whether it is a validation rule's refusal that names one of these fields. */
export function isRuleOf({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "FIELD_CUSTOM_VALIDATION_EXCEPTION" && isAmong(fields, field);
}

/** Names in any case. */
function isAmong(fields: readonly string[], field: string): boolean {
  return fields.some((one) => one.toLowerCase() === field.toLowerCase());
}

/**
 * Reads a refusal's items: `errorCode` in single answers, `statusCode` in those of collections. Of several items the
 * one that keeps the message longest counts: while that may change, the message is not refused for ever.
 */
export function readRefusal(answered: { status: number; operation: string; data: unknown }): OrgRefusal {
  const { status, operation, data } = answered;
  // Only for a developer's machine: in the cloud no cause is logged.
  const cause = new Error(`salesforce said ${JSON.stringify(data)}`);
  const items = asObjects(Array.isArray(data) ? data : [data]);
  const readings = items.map((item) => ({ code: codeOf(item, status), field: fieldsOfItem(item)[0] }));
  const ranked = (["nobody", "org", "unclear", "message"] as const).map((fault) =>
    readings.find(({ code }) => faultOfCode(code) === fault),
  );
  const { code, field } = ranked.find((reading) => reading !== undefined) ?? { code: httpCode(status) };
  return { code, ...(field === undefined ? {} : { field }), status, operation, items, cause };
}

function codeOf({ errorCode, statusCode, message }: JsonObject, status: number): string {
  const code = errorCode ?? statusCode;
  if (typeof code !== "string" || !/^[A-Za-z]\w{1,79}$/.test(code) || code.startsWith("ERROR_HTTP_"))
    return httpCode(status);
  return unwrapped(code.toUpperCase(), message);
}

function httpCode(status: number): string {
  return status === 300 ? "MULTIPLE_CHOICES" : `HTTP_${status}`;
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
  const [, address, part = ""] = /^(.*)(Country|State)$/i.exec(field) ?? [];
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
function fieldsOfItem({ errorCode, statusCode, fields, message }: JsonObject): string[] {
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
