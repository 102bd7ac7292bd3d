import { PermanentError, UnavailableError, UnexpectedRefusalError } from "../../../runtime/define/errors.ts";
import type { DeliveryError, Reach, Reason } from "../../../runtime/define/errors.ts";
import { asObjects } from "../../outgoing/json.ts";
import type { JsonObject } from "../../outgoing/json.ts";
import { adviceFor, adviceForText, faultOfCode, RECORD_TYPE, reachOf, unwrapped } from "./refusal-codes.ts";
import type { Fault } from "./refusal-codes.ts";

/** What Salesforce answered instead of doing as it was asked. */
export interface OrgRefusal {
  /** Its own upper-case code, or HTTP_503 where it gave none. */
  readonly code: string;
  readonly field?: string;
  readonly status: number;
  readonly operation: string;
  /** The error items as answered: a duplicate rule's matches are in there. */
  readonly items: readonly JsonObject[];
  /** The fields that the handler has a value for, or might have: what else is missing, no message can mend. */
  readonly given?: readonly string[];
  readonly cause: unknown;
}

/** What says that a record is not there, or no more. */
export const GONE = ["NOT_FOUND", "ENTITY_IS_DELETED"];

/**
 * What says that a person's record is no longer the one that was found: converted, merged or deleted meanwhile. The last also
 * where what the record is to be tied to is not there.
 */
export const OUTDATED = [...GONE, "CANNOT_UPDATE_CONVERTED_LEAD", "INVALID_CROSS_REFERENCE_KEY"];

const ERRORS = { message: PermanentError, unclear: UnexpectedRefusalError } as const;

/** The error that a refusal becomes when its caller can make nothing of it. */
export function refusalError(refusal: OrgRefusal): DeliveryError {
  const { code, status, operation, field, cause } = refusal;
  const { fault, reach, advice } = judge(refusal);
  const reason = reasonOf(refusal);
  const what = `salesforce refused ${operation} with ${code}${field === undefined ? "" : ` (${field})`}, HTTP ${status}`;
  const message = fault !== "org" || advice === undefined ? what : `${what}: ${advice}`;
  if (fault === "message" || fault === "unclear") return new ERRORS[fault](message, reason, { cause });
  return new UnavailableError(message, reason, { cause, reach });
}

/** Whether the same is likely to be taken a moment later. */
export function isPassing(refusal: OrgRefusal): boolean {
  return judge(refusal).fault === "nobody";
}

interface Judgement {
  readonly fault: Fault;
  /** Of what waits. */
  readonly reach: Reach;
  readonly advice: string | undefined;
}

/** Whose fault it is, whom it is for, and what to do about it: what is known of this one refusal is more than what its code says. */
function judge(refusal: OrgRefusal): Judgement {
  const { code, status } = refusal;
  const byCode = { fault: faultOfCode(code), reach: reachByCode(refusal), advice: adviceFor(code) };
  // Redirects too: a My Domain that was renamed, or a page of maintenance. A 200 has refused one record of several.
  if ((status >= 300 && status < 400) || status >= 500 || [420, 429].includes(status))
    return { ...byCode, fault: "nobody" };
  if ([401, 410].includes(status)) return { ...byCode, fault: "org" };
  const advice = adviceOf(refusal);
  if (advice !== undefined) return { fault: "org", reach: "settings", advice };
  // A rule, or a flow that fills the field, may look at what the message holds, and may not.
  return byCode.fault === "message" && isElsewhere(refusal) ? { ...byCode, fault: "unclear" } : byCode;
}

function reachByCode(refusal: OrgRefusal): Reach {
  const { code, status, items } = refusal;
  // The same code is for too many that are under way, which is soon over.
  if (code === "REQUEST_LIMIT_EXCEEDED" && !isQuoted(refusal))
    return items.some(({ message }) => /\bconcurrent/i.test(String(message))) ? "system" : "allowance";
  // A lock is met by whoever wants that record, whatever the status; a crash of the org's own by whoever sends the same.
  if (code === "UNABLE_TO_LOCK_ROW" || (code === "UNKNOWN_EXCEPTION" && status <= 500)) return "record";
  if (status >= 500 || [401, 410].includes(status)) return "system";
  const reach = reachOf(code);
  return reach === "system" && isQuoted(refusal) ? "record" : reach;
}

/** Whether the code stands in a text alone, which a trigger has written: there it may be what somebody has typed. */
function isQuoted({ code, status, items }: OrgRefusal): boolean {
  const given = items.map(({ errorCode, statusCode }) => String(errorCode ?? statusCode).toUpperCase());
  return code !== httpCode(status) && !given.includes(code);
}

/** What the org's people have to do, where the field, the words or the call say more than the code. */
function adviceOf(refusal: OrgRefusal): string | undefined {
  const { code, field, operation, items } = refusal;
  // That nothing is there, of what is no single record.
  if (code === "NOT_FOUND" && !operation.includes("{")) return NO_RESOURCE;
  // Of a record that is changed, it is that one which lacks it.
  if (code === "REQUIRED_FIELD_MISSING" && !operation.startsWith("PATCH ") && isElsewhere(refusal))
    return requiredElsewhere(field);
  if (code === "INVALID_CROSS_REFERENCE_KEY" && field === "RecordTypeId" && isElsewhere(refusal)) return RECORD_TYPE;
  return items.map(({ message }) => adviceForText(code, message)).find((one) => one !== undefined);
}

/** Whether it names fields, and none that was sent or might have been. */
function isElsewhere({ items, given }: OrgRefusal): boolean {
  const named = items.flatMap(fieldsOfItem);
  return given !== undefined && named.length > 0 && !named.some((field) => isNamed(given, field));
}

const NO_RESOURCE =
  "the org has no such object, hides it from ycat's user, or speaks no such version of the API: assign the permission set of " +
  "salesforce/ (docs/salesforce.md)";

function requiredElsewhere(field = "a field"): string {
  return `the org requires ${field}, which the handler does not send: give it a default, make it optional, or send it`;
}

/** Whether it says that one of these fields has its value elsewhere; another unique field of the org's may be the one. */
export function isTaken({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "DUPLICATE_VALUE" && isAmong(["", ...fields], field);
}

/**
 * Of a key that is taken, though our user sees no record with it: deleted a moment ago, or not for that user to see. Of a field that is
 * not told, `<unknown>`, which a trigger's own record may have, it is any refusal.
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

/** The record that has the value of a unique field already, as Salesforce tells it at the end, in whatever language. */
export function holderIn({ items }: OrgRefusal): string | undefined {
  const texts = items.map(({ message }) => (typeof message === "string" ? message : ""));
  return texts.map((text) => /[::]\s*(\w{15}(?:\w{3})?)$/m.exec(text)?.[1]).find((one) => one !== undefined);
}

/** An answer that says it was done and does not look like it: whether it was is unknown. */
export function malformedAnswer(operation: string, status: number): UnavailableError {
  const message = `salesforce answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "salesforce", operation, status });
}

/** Whether it is a validation rule's that names one of these fields. */
export function isRuleOf({ code, field = "" }: OrgRefusal, fields: readonly string[]): boolean {
  return code === "FIELD_CUSTOM_VALIDATION_EXCEPTION" && isAmong(fields, field);
}

/** Names in any case. */
function isAmong(fields: readonly string[], field: string): boolean {
  return fields.some((one) => one.toLowerCase() === field.toLowerCase());
}

/**
 * Reads a refusal's items: `errorCode` in single answers, `statusCode` in those of collections. Of several the one counts
 * that keeps the message longest, for it is not refused for ever while that may change.
 */
export function readRefusal(answered: { status: number; operation: string; data: unknown }): OrgRefusal {
  const { status, operation, data } = answered;
  // For a developer's own machine: in the cloud no cause is logged.
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

/** Those of these fields that the refusal names, in the spelling of the list. */
export function refusedAmong({ items }: OrgRefusal, fields: readonly string[]): string[] {
  const named = items.flatMap(fieldsOfItem);
  return fields.filter((field) => named.some((one) => isNamed([field], one)));
}

/** A country or state is refused by the name of its code too, which an org with picklists of them has beside it. */
function isNamed(fields: readonly string[], name: string): boolean {
  return (
    isAmong(fields, name) || (/(Country|State)Code$/i.test(name) && isAmong(fields, name.slice(0, -"Code".length)))
  );
}

/**
 * By API name, in any case; some are named in the text alone, of which a query's begins with the query. Of others the first line counts:
 * further ones may be what somebody has typed, and a rule quotes.
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

/** In our user's language: a field of the org's own, and at the end the id of the record that has its value. */
const DUPLICATE = /^[^::]+[::]\s*(\w+__c)\b.*[::]\s*\w{15}(?:\w{3})?$/m;

function namedIn(code: unknown, message: string): string[] {
  const patterns = code === "DUPLICATE_VALUE" ? [...IN_TEXT, DUPLICATE] : IN_TEXT;
  return patterns.flatMap((pattern) => (pattern.exec(message)?.[1] ?? "").split(",").map((name) => name.trim()));
}
