import {
  type DeliveryError,
  PermanentError,
  type Reach,
  type Reason,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../../runtime/define/errors.ts";
import { mostPatient } from "../../../runtime/define/independently.ts";
import { fieldsOfItem, isQuoted, itemByItem, type OrgRefusal, refusedAmong } from "./refusal.ts";
import { adviceFor, adviceForText, faultOfCode, reachOf } from "./fault-by-code.ts";
import { type Fault, RECORD_TYPE } from "./fault-table.ts";

/** The error for a refusal that its caller can't handle: of several items, what keeps the message the longest. */
export function refusalError(refusal: OrgRefusal): DeliveryError {
  return mostPatient(itemByItem(refusal).map(errorOfOne)) ?? errorOfOne(refusal);
}

function errorOfOne(refusal: OrgRefusal): DeliveryError {
  const { code, status, operation, field, campaignId, cause } = refusal;
  const { fault, reach, advice } = judge(refusal);
  const reason = reasonOf(refusal);
  const what = `salesforce refused ${operation} with ${code}${field === undefined ? "" : ` (${field})`}, HTTP ${status}`;
  const message = fault !== "org" || advice === undefined ? what : `${what}: ${advice}`;
  if (fault === "unclear") return new UnexpectedRefusalError(message, reason, { cause });
  if (fault === "message") return new PermanentError(message, reason, { cause, concerns: campaignId });
  return new UnavailableError(message, reason, { cause, reach });
}

/** The same for a question, which holds nothing of a message but keys: others may meet the refusal too. */
export function refusalOfQuestion(refusal: OrgRefusal): DeliveryError {
  return refusalError({ ...refusal, call: "question" });
}

/**
 * The same for a membership, or a status for memberships: one campaign's rule may refuse them for ever, such as one
 * that it is closed. Events that waited for it would hold back their people's later ones, and be tried a hundred times
 * each; other campaigns' events would wait too if they paused the handler. Only if several campaigns refuse alike does it.
 */
export function refusalOfMembership(refusal: OrgRefusal, campaignId: string): DeliveryError {
  return refusalError({ ...refusal, call: "membership", campaignId });
}

/**
 * The same for one of hundreds of memberships. A whole batch that one campaign refuses pauses its handler: that is
 * better than as many dead letters, and within a batch no other campaign's events wait.
 */
export function refusalOfMembers(refusal: OrgRefusal): DeliveryError {
  return refusalError({ ...refusal, call: "members" });
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
  // What a trigger's own call of another system met, our login and our allowance of calls have nothing to do with.
  const isOthers = reachOf(code) === "system" && isQuoted(refusal);
  const byCode = {
    fault: faultOfCode(code),
    reach: reachByCode(refusal),
    advice: isOthers ? undefined : adviceFor(code),
  };
  // Redirects too: a renamed My Domain, or a maintenance page. A 200 has refused one of several records.
  if ((status >= 300 && status < 400) || status >= 500 || [420, 429].includes(status))
    return { ...byCode, fault: "nobody" };
  if ([401, 410].includes(status)) return { ...byCode, fault: "org" };
  const advice = adviceOf(refusal);
  if (advice !== undefined) return { fault: "org", reach: "settings", advice };
  return byCode.fault === "message" && isUnclear(refusal) ? { ...byCode, fault: "unclear" } : byCode;
}

function reachByCode(refusal: OrgRefusal): Reach {
  const { code, status, items } = refusal;
  // The same code stands for too many calls in progress, which passes soon.
  if (code === "REQUEST_LIMIT_EXCEEDED" && !isQuoted(refusal))
    return items.some(({ message }) => /\bconcurrent/i.test(String(message))) ? "system" : "allowance";
  // Anybody who needs that record meets a lock, or waits for its trigger or query in vain, whatever the status; anybody
  // who sends the same meets a crash of the org's own.
  if (OF_ONE_RECORD.includes(code) || (code === "UNKNOWN_EXCEPTION" && status <= 500)) return "record";
  if (status >= 500 || [401, 410].includes(status)) return "system";
  const reach = reachOf(code);
  return reach === "system" && isQuoted(refusal) ? "record" : reach;
}

const OF_ONE_RECORD = ["UNABLE_TO_LOCK_ROW", "RECORD_IN_USE_BY_WORKFLOW", "QUERY_TIMEOUT", "REQUEST_RUNNING_TOO_LONG"];

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

/** A rule, or a flow that fills the field, may or may not depend on the message; so may a value that the org refuses. */
function isUnclear(refusal: OrgRefusal): boolean {
  if (refusal.call !== undefined) return refusal.call === "question";
  return isElsewhere(refusal) || isOfLeftOut(refusal) || isOfNoMessage(refusal);
}

/** Whether it names fields, but none that was or might have been sent. */
function isElsewhere(refusal: OrgRefusal): boolean {
  const { items, given } = refusal;
  return given !== undefined && items.flatMap(fieldsOfItem).length > 0 && refusedAmong(refusal, given).length === 0;
}

/** Whether it asks for a field whose value the org has refused: one person's own value, or everybody's constant. */
function isOfLeftOut(refusal: OrgRefusal): boolean {
  const { code, given, leftOut } = refusal;
  if (given === undefined || leftOut === undefined || !ASKING.includes(code)) return false;
  const named = refusedAmong(refusal, given);
  return named.length > 0 && named.every((field) => leftOut.includes(field));
}

/** Whether it names only what the org or the configuration has supplied: references to other records, and a status. */
function isOfNoMessage({ items }: OrgRefusal): boolean {
  const named = items.flatMap(fieldsOfItem);
  return named.length > 0 && named.every((field) => /Id$|^Status$/i.test(field));
}

const ASKING = ["REQUIRED_FIELD_MISSING", "FIELD_CUSTOM_VALIDATION_EXCEPTION"];

const NO_RESOURCE =
  "the org has no such object, hides it from ycat's user, or speaks no such version of the API: assign the permission set of " +
  "salesforce/ (docs/salesforce.md)";

function requiredElsewhere(field = "a field"): string {
  return `the org requires ${field}, which the handler does not send: give it a default, make it optional, or send it`;
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

/** For an answer that claims success but does not look like it: whether the call took effect is unknown. */
export function malformedAnswer(operation: string, status: number): UnavailableError {
  const message = `salesforce answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "salesforce", operation, status });
}
