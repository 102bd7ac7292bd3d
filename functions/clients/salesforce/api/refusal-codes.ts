import type { Reach } from "../../../runtime/define/errors.ts";

/** Whose fault a refusal is: the message's, the org's or its settings', nobody's (it will pass), or unclear. */
export type Fault = "message" | "org" | "nobody" | "unclear";

/** What somebody must do, as a phrase. */
type Advice = string | undefined;

const ACCESS = "ycat's user may not do this: assign it the permission set of salesforce/ (docs/salesforce.md)";
const FIELD =
  "the org has no such field, or hides it from ycat's user: deploy salesforce/, grant the field in the permission set " +
  "(docs/salesforce.md), or set SALESFORCE_PERSON_KEY_FIELD or SALESFORCE_CONSENT_TIME_FIELD to none where it is one of these";
const CALLS =
  "the API calls of the last 24 hours are used up, or too many are open: they come back by themselves; docs/systems.md has " +
  "what a form costs";
const IDS = "what stands for an id in functions/configuration is none: mend it, and deploy";
const LOGIN =
  "see to ycat's login: SALESFORCE_LOGIN_URL, its user, external client app and credential, and whether the org is still there " +
  "(docs/salesforce.md)";
const OWNER = "an owner is deactivated: choose another in the assignment rule, the default owner or the record";
const FULL = "the org has used up what it is allowed: storage, licences or a limit of its edition";
const LOCKED = "the record is locked, by an approval or for good: approve, recall or unlock it";
const POLICY = "a transaction security policy stands in the way: exempt ycat's user";
export const RECORD_TYPE = "ycat's user has no record type for it: give its profile a default one";
const ENCRYPTED =
  "the org encrypts the field so that nobody can look for it: choose the deterministic scheme (docs/salesforce.md)";
const SETUP =
  "the org's set-up does not allow it: a feature that is off, a record type, a rule or a setting that is gone";
const DATA = "several records have one unique key: merge them";

/**
 * By code; a `*` at the end stands for any ending, and the first that fits holds. Codes, of which REST answers some that are
 * documented for SOAP alone:
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
export const CODES: readonly (readonly [Fault, Advice, readonly string[]])[] = [
  // Soon over.
  [
    "nobody",
    undefined,
    [
      "SERVER_UNAVAILABLE",
      "SERVICE_UNAVAILABLE",
      "RECORD_IN_USE_BY_WORKFLOW",
      "QUERY_TIMEOUT",
      "REQUEST_RUNNING_TOO_LONG",
      "INVALID_QUERY_LOCATOR",
      "INVALID_LOCATOR",
      "TOO_MANY_APEX_REQUESTS",
      "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
      "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
      "ORG_IN_MAINTENANCE",
      "TERRITORY_REALIGN_IN_PROGRESS",
      "SSO_SERVICE_DOWN",
      "DATACLOUD_*",
      "MALFORMED_ANSWER",
    ],
  ],
  [
    "nobody",
    undefined,
    [
      // Refused together with its neighbours in one call.
      "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      "PROCESSING_HALTED",
      "BATCH_PROCESSING_HALTED",
      // Another writer was faster; the next delivery looks again.
      "CANNOT_UPDATE_CONVERTED_LEAD",
      "ENTITY_IS_DELETED",
      "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE",
      "MULTIPLE_CHOICES",
      // Soon over too, but not named in a text, or searched for separately.
      "HTTP_408",
      "HTTP_409",
      "HTTP_412",
      "HTTP_423",
      "UNABLE_TO_LOCK_ROW",
      "UNKNOWN_EXCEPTION",
    ],
  ],
  [
    "org",
    LOGIN,
    [
      "INVALID_SESSION_ID",
      "INVALID_AUTH_HEADER",
      "INVALID_LOGIN",
      "INVALID_GRANT",
      "INVALID_CLIENT*",
      "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
      "PASSWORD_LOCKOUT",
      "LOGIN_*",
      "MISSING_OAUTH_TOKEN",
      "OAUTH_*",
      "MUTUAL_AUTHENTICATION_FAILED",
      "CLIENT_NOT_ACCESSIBLE_FOR_USER",
      "CLIENT_REQUIRE_UPDATE_FOR_USER",
      "URL_NOT_RESET",
      "ORG_NOT_OWNED_BY_INSTANCE",
      // No Salesforce API answers there: its own refusals have codes.
      "HTTP_402",
      "HTTP_404",
      "HTTP_405",
      "HTTP_406",
      "HTTP_407",
      "HTTP_421",
      "HTTP_426",
      "HTTP_451",
    ],
  ],
  [
    "org",
    FIELD,
    ["INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE", "FIELD_NOT_UPDATABLE", "REL_FIELD_BAD_ACCESSIBILITY"],
  ],
  [
    "org",
    OWNER,
    ["INACTIVE_OWNER_OR_USER", "OPERATION_WITH_INACTIVE_USER_EXCEPTION", "OP_WITH_INVALID_USER_TYPE_EXCEPTION"],
  ],
  ["org", CALLS, ["REQUEST_LIMIT_EXCEEDED"]],
  ["org", IDS, ["INVALID_QUERY_FILTER_OPERATOR"]],
  ["org", LOCKED, ["ENTITY_IS_LOCKED", "ALREADY_IN_PROCESS"]],
  ["org", POLICY, ["TXN_SECURITY_*"]],
  ["org", DATA, ["DUPLICATE_EXTERNAL_ID"]],
  [
    "org",
    FULL,
    [
      "STORAGE_LIMIT_EXCEEDED",
      "LICENS*",
      "PACKAGE_LICENSE_REQUIRED",
      "LIMIT_EXCEEDED",
      "EXCEEDED_QUOTA",
      "MAXIMUM_*",
      "TRIAL_EXPIRED",
    ],
  ],
  [
    "org",
    ACCESS,
    [
      "INSUFFICIENT_ACCESS*",
      "INVALID_READ_ONLY_USER_DML",
      "FORBIDDEN",
      "HTTP_403",
      "INVALID_TYPE",
      "INVALID_TYPE_FOR_OPERATION",
      // A query that spans more records than a user without View All Data may read.
      "OPERATION_TOO_LARGE",
      "TRANSFER_REQUIRES_READ",
      "MANAGER_NOT_DEFINED",
      "API_DISABLED_FOR_ORG",
      "API_CURRENTLY_DISABLED",
      "PORTAL_NO_ACCESS",
      "NO_ACCESS*",
    ],
  ],
  [
    "org",
    SETUP,
    [
      "FUNCTIONALITY_NOT_ENABLED",
      "REQUIRED_FEATURE_MISSING",
      "ORG_LOCKED",
      "ORG_IS_*",
      "GONE",
      "METHOD_NOT_ALLOWED",
      "UNSUPPORTED_API_VERSION",
      "UNSUPPORTED_CLIENT",
      "INVALID_ASSIGNMENT_RULE",
      "ASSIGNMENT_RULE*",
      "UNAVAILABLE_RECORDTYPE_EXCEPTION",
      "NO_APPLICABLE_PROCESS",
      "APEX_TRIGGER_COUPLING_LIMIT",
      "SELF_REFERENCE_FROM_TRIGGER",
      "TEMPLATE_NOT_ACTIVE",
      "UNVERIFIED_SENDER_ADDRESS",
      "SINGLE_EMAIL_LIMIT_EXCEEDED",
      "MASS_MAIL_LIMIT_EXCEEDED",
      "UNKNOWN_ORG_SETTING",
    ],
  ],
  [
    "message",
    undefined,
    [
      "REQUIRED_FIELD_MISSING",
      "MISSING_ARGUMENT",
      "STRING_TOO_LONG",
      "NUMBER_OUTSIDE_VALID_RANGE",
      "TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET",
      "INVALID_EMAIL_ADDRESS",
      "INVALID_DATE_FORMAT",
      "INVALID_CURRENCY_ISO",
      "INVALID_TYPE_ON_FIELD_IN_RECORD",
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      "FIELD_FILTER_VALIDATION_EXCEPTION",
      "FIELD_INTEGRITY_EXCEPTION",
      "FIELD_MODERATION_RULE_BLOCK",
      "INVALID_STATUS",
      "JSON_PARSER_ERROR",
      "MALFORMED_*",
      "INVALID_ID_FIELD",
      "EXCEEDED_ID_LIMIT",
      "EXCEEDED_MAX_*",
      "CANNOT_REPARENT_RECORD",
      "CIRCULAR_DEPENDENCY",
      "HTTP_413",
      "HTTP_414",
      "HTTP_431",
      // Even with allowSave the org's rule blocks, and only a human can say who this is.
      "DUPLICATES_DETECTED",
    ],
  ],
];

/** Codes of the org's own automation; what went wrong is in the text, if anywhere. */
const WRAPPERS = [
  "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
  "CANNOT_EXECUTE_FLOW_TRIGGER",
  "APEX_ERROR",
  "FLOW_EXCEPTION",
  "UNKNOWN_EXCEPTION",
];

const WORDS = [
  { codes: WRAPPERS, pattern: /^entity type cannot be \w+: /, advice: ACCESS },
  { codes: WRAPPERS, pattern: /^record type missing for: /, advice: RECORD_TYPE },
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
 * (Campaigns and their members without Marketing User) or has no record type for them, under the code of a failed
 * trigger; or an encrypted field can't be searched.
 */
export function adviceForText(code: string, text: unknown): Advice {
  if (typeof text !== "string") return undefined;
  const words = WORDS.find(({ codes, pattern }) => codes.includes(code) && pattern.test(text));
  return words?.advice;
}

/** By its code, or as a query of Apex FOR UPDATE says it, which has none. */
const LOCKED_IN_TEXT = /\bUNABLE_TO_LOCK_ROW\b|\bSystem\.QueryException: Record Currently Unavailable\b/;

/**
 * The code that counts: a trigger or flow that met a lock, or whatever else passes or is the org's, wraps that code into
 * the text of its own error. A text that may quote a message's values is read where Apex says in it what has failed.
 */
export function unwrapped(code: string, text: unknown): string {
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
