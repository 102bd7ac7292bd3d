import type { Reach } from "../../../runtime/define/errors.ts";
import { ACCESS, type Advice, CALLS, CODES, ENCRYPTED, type Fault, FULL, LOGIN, RECORD_TYPE } from "./fault-table.ts";

/** Codes of the org's own automation; what went wrong is in the text, if anywhere. */
const WRAPPERS = [
  "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
  "CANNOT_EXECUTE_FLOW_TRIGGER",
  "APEX_ERROR",
  "FLOW_EXCEPTION",
  "UNKNOWN_EXCEPTION",
];

/** Apex that asks what our user may do, in user mode or by itself, says so without a code. */
const FORBIDDEN = [
  /Insufficient permissions: secure query included inaccessible field\b/,
  /Operation failed due to fields being inaccessible on Sobject\b/,
  /Access to entity '\w+' denied\b/,
  /DML operation \w+ not allowed on\b/,
].map(({ source }) => source);
/** A trigger's own exception; what its text quotes is not. */
const FORBIDDEN_IN_APEX = new RegExp(
  String.raw`(?:^|execution of \w+\s+)caused by: System\.(?:NoAccessException\b|\w+Exception: (?:${FORBIDDEN.join("|")}))`,
  "m",
);

const WORDS = [
  { codes: WRAPPERS, pattern: /^entity type cannot be \w+: /, advice: ACCESS },
  { codes: WRAPPERS, pattern: /^record type missing for: /, advice: RECORD_TYPE },
  { codes: WRAPPERS, pattern: FORBIDDEN_IN_APEX, advice: ACCESS },
  { codes: WRAPPERS, pattern: /^caused by: System\.AsyncException: .*\blimit\b/m, advice: FULL },
  { codes: ["INVALID_FIELD"], pattern: /^field '\w+' can not be \w+ in a query call/m, advice: ENCRYPTED },
];

/**
 * Also unclear: DUPLICATE_VALUE for a key that was not sent, and an id that may come from configuration or from a
 * message.
 */
export function faultOfCode(code: string): Fault {
  return entryOf(code)?.[0] ?? "unclear";
}

/** Whom an org's or a temporary refusal concerns: logins and allowances, like general outages, concern everybody. */
export function reachOf(code: string): Reach {
  const entry = entryOf(code);
  if (entry === undefined || entry === CODES[0] || [LOGIN, CALLS].some((advice) => advice === entry[1]))
    return "system";
  return entry[0] === "org" ? "settings" : "record";
}

/** What to do about a code, if the table says it. */
export function adviceFor(code: string): Advice {
  return entryOf(code)?.[1];
}

/**
 * Advice where Salesforce's message is more specific than its code: our user may not create such records at all
 * (Campaigns and their members without Marketing User), has no record type for them, or may not do what a trigger does, under the
 * code of a failed trigger; or an encrypted field can't be searched.
 */
export function adviceForText(code: string, text: unknown): Advice {
  if (typeof text !== "string") return undefined;
  const words = WORDS.find(({ codes, pattern }) => codes.includes(code) && pattern.test(text));
  return words?.advice;
}

/** By its code, or as a query of Apex FOR UPDATE says it, which has none. */
const LOCKED_IN_TEXT = /\bUNABLE_TO_LOCK_ROW\b|\bSystem\.QueryException: Record Currently Unavailable\b/;

/**
 * A trigger or flow that met a lock, or whatever else passes or is the org's, wraps that code into
 * the text of its own error. A text that may quote a message's values is read where Apex says in it what has failed.
 */
export function codeThatCounts(code: string, text: unknown): string {
  if (typeof text !== "string") return code;
  const said = faultOfCode(code) === "message" ? failuresIn(code, text) : text;
  if (LOCKED_IN_TEXT.test(said)) return "UNABLE_TO_LOCK_ROW";
  if (said === text && !WRAPPERS.includes(code)) return code;
  const named = [...said.matchAll(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g)].map(([one]) => one);
  // A trigger missed some other record, which says nothing about ours.
  const isPassing = (one: string) => entryOf(one) === CODES[0];
  return named.find(isPassing) ?? named.find((one) => faultOfCode(one) === "org") ?? code;
}

/** The codes of a DmlException that a trigger has made a record's own error of: `record.addError(exception.getMessage())`. */
function failuresIn(code: string, text: string): string {
  if (code !== "FIELD_CUSTOM_VALIDATION_EXCEPTION") return "";
  const failures = text.matchAll(/ failed\. First exception on row \d+(?: with id \w+)?; first error: (\w+)/g);
  return [...failures].map(([, named]) => named).join(" ");
}

function entryOf(code: string) {
  return CODES.find(([, , patterns]) => patterns.some((pattern) => matches(pattern, code)));
}

function matches(pattern: string, code: string): boolean {
  return pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : code === pattern;
}
