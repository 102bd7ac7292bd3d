import { PermanentError, UnavailableError, UnexpectedRefusalError } from "../../../runtime/define/errors.ts";
import type { DeliveryError, Reason } from "../../../runtime/define/errors.ts";
import { asObjects } from "../../outgoing/json.ts";
import type { JsonObject } from "../../outgoing/json.ts";

/** What Salesforce answered instead of doing as it was asked. */
export interface OrgRefusal {
  /** Its own upper-case code, or HTTP_503 where it gave none. */
  readonly code: string;
  readonly field?: string;
  readonly status: number;
  readonly operation: string;
  /** The error items as answered: a duplicate rule's matches are in there. */
  readonly items: readonly JsonObject[];
  readonly cause: unknown;
}

const ERRORS = { unavailable: UnavailableError, permanent: PermanentError, unexpected: UnexpectedRefusalError };

/** What a refusal does to delivery if nothing else can be made of it. */
type Kind = keyof typeof ERRORS;

/**
 * By code; a `*` at the end stands for any ending. Codes:
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm
 */
export const KINDS: readonly (readonly [Kind, readonly string[]])[] = [
  [
    "unavailable",
    [
      // Soon over.
      "SERVER_UNAVAILABLE",
      "UNKNOWN_EXCEPTION",
      "UNABLE_TO_LOCK_ROW",
      "QUERY_TIMEOUT",
      "REQUEST_RUNNING_TOO_LONG",
      "INVALID_QUERY_LOCATOR",
      "REQUEST_LIMIT_EXCEEDED",
      "MALFORMED_ANSWER",
      // The org or our login: every message is refused, and somebody must see to it.
      "INVALID_SESSION_ID",
      "INVALID_AUTH_HEADER",
      "INVALID_LOGIN",
      "INVALID_GRANT",
      "INVALID_CLIENT*",
      "API_DISABLED_FOR_ORG",
      "API_CURRENTLY_DISABLED",
      "ORG_LOCKED",
      "STORAGE_LIMIT_EXCEEDED",
      "INSUFFICIENT_ACCESS*",
      "INVALID_TYPE",
      "GONE",
      "UNSUPPORTED_API_VERSION",
      "URL_NOT_RESET",
      "INACTIVE_OWNER_OR_USER",
      "OPERATION_WITH_INACTIVE_USER_EXCEPTION",
      "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
      "ENTITY_IS_LOCKED",
      // Names of fields are ours, and the same for every message: not there, or not for our user to see or write.
      "INVALID_FIELD",
      "INVALID_FIELD_FOR_INSERT_UPDATE",
      // Somebody else was faster: the next delivery looks again.
      "CANNOT_UPDATE_CONVERTED_LEAD",
      "ENTITY_IS_DELETED",
      "MULTIPLE_CHOICES",
    ],
  ],
  [
    "permanent",
    [
      "REQUIRED_FIELD_MISSING",
      "STRING_TOO_LONG",
      "INVALID_EMAIL_ADDRESS",
      "FIELD_CUSTOM_VALIDATION_EXCEPTION",
      "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
      "INVALID_CROSS_REFERENCE_KEY",
      "JSON_PARSER_ERROR",
      "MALFORMED_*",
      // Even with allowSave: the org's rule blocks, and only a human can say who this is.
      "DUPLICATES_DETECTED",
    ],
  ],
];

/** The error that a refusal becomes when its caller can make nothing of it. */
export function refusalError(refusal: OrgRefusal): DeliveryError {
  const { code, status, operation, field, cause } = refusal;
  const reason: Reason = { code, system: "salesforce", operation, status, ...(field === undefined ? {} : { field }) };
  const message = `salesforce refused ${operation} with ${code}${field === undefined ? "" : ` (${field})`}, HTTP ${status}`;
  return new ERRORS[kindOf(refusal)](message, reason, { cause });
}

/** An answer that says it was done and does not look like it: whether it was is unknown. */
export function malformedAnswer(operation: string, status: number): UnavailableError {
  const message = `salesforce answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "salesforce", operation, status });
}

function kindOf({ code, status }: OrgRefusal): Kind {
  // Redirects too: a My Domain that was renamed, or a page of maintenance. A 200 has refused one record of several.
  if ((status >= 300 && status < 400) || status >= 500 || [401, 410, 420, 429].includes(status)) return "unavailable";
  return kindOfCode(code);
}

function kindOfCode(code: string): Kind {
  const matches = (pattern: string) =>
    pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : code === pattern;
  return KINDS.find(([, patterns]) => patterns.some(matches))?.[0] ?? "unexpected";
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
  const readings = items.map((item) => ({ code: codeOf(item, status), field: fieldOf(item) }));
  const ranked = (["unavailable", "unexpected", "permanent"] as const).map((kind) =>
    readings.find(({ code }) => kindOfCode(code) === kind),
  );
  const { code, field } = ranked.find((reading) => reading !== undefined) ?? { code: httpCode(status) };
  return { code, ...(field === undefined ? {} : { field }), status, operation, items, cause };
}

function codeOf({ errorCode, statusCode, message }: JsonObject, status: number): string {
  const code = errorCode ?? statusCode;
  if (typeof code !== "string" || !/^[A-Za-z]\w{1,79}$/.test(code) || code.startsWith("ERROR_HTTP_"))
    return httpCode(status);
  // A trigger or flow that met a lock wraps its code into its own error's text.
  const isLock = typeof message === "string" && /\bUNABLE_TO_LOCK_ROW\b/.test(message);
  return isLock ? "UNABLE_TO_LOCK_ROW" : code.toUpperCase();
}

function httpCode(status: number): string {
  return status === 300 ? "MULTIPLE_CHOICES" : `HTTP_${status}`;
}

/** The field by its API name; some are named in the text alone, of which a query's begins with the query. */
function fieldOf({ fields, message }: JsonObject): string | undefined {
  const [listed]: unknown[] = Array.isArray(fields) ? fields : [];
  const named = listed ?? FIELD_IN_TEXT.exec(typeof message === "string" ? message : "")?.[1];
  return typeof named === "string" && /^\w{1,80}$/.test(named) ? named : undefined;
}

const FIELD_IN_TEXT = /^(?:No such column '|duplicate value found: )(\w+)(?:'| duplicates )/m;
