import type { FaultFit } from "../../core/fault-fit.ts";

type Whom = NonNullable<FaultFit["refuses"]>["whom"];

/** Code, HTTP status, and who is refused; `unclear` if the code does not say whether it is permanent. */
type Row = readonly [code: string, status: number, whom: Whom | "unclear"];

const NEW = "SOMETHING_QUITE_NEW";

/** For any call: the org, our login or our permissions are not in order. */
const ANY_CALL: readonly Row[] = [
  ["API_CURRENTLY_DISABLED", 403, "everybody"],
  ["API_DISABLED_FOR_ORG", 403, "everybody"],
  ["GONE", 410, "everybody"],
  ["INSUFFICIENT_ACCESS", 403, "everybody"],
  ["INVALID_AUTH_HEADER", 401, "everybody"],
  ["INVALID_CLIENT_ID", 403, "everybody"],
  ["INVALID_FIELD", 400, "everybody"],
  ["INVALID_GRANT", 403, "everybody"],
  ["INVALID_LOGIN", 403, "everybody"],
  ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD", 403, "everybody"],
  ["INVALID_SESSION_ID", 401, "everybody"],
  ["INVALID_TYPE", 400, "everybody"],
  ["OPERATION_WITH_INACTIVE_USER_EXCEPTION", 403, "everybody"],
  ["ORG_LOCKED", 403, "everybody"],
  ["TXN_SECURITY_NO_ACCESS", 403, "everybody"],
  ["UNSUPPORTED_API_VERSION", 404, "everybody"],
  ["URL_NOT_RESET", 403, "everybody"],
  ["REQUEST_LIMIT_EXCEEDED", 403, "everybody"],
  ["REQUEST_RUNNING_TOO_LONG", 400, "anybody for a while"],
  ["SERVER_UNAVAILABLE", 503, "anybody for a while"],
  ["UNKNOWN_EXCEPTION", 500, "anybody for a while"],
  [NEW, 400, "unclear"],
];

const READ: readonly Row[] = [
  ["INVALID_QUERY_FILTER_OPERATOR", 400, "everybody"],
  ["INVALID_QUERY_LOCATOR", 400, "anybody for a while"],
  ["QUERY_TIMEOUT", 400, "anybody for a while"],
  ["MALFORMED_QUERY", 400, "unclear"],
];

/**
 * Without codes about existing records (DUPLICATE_VALUE, CANNOT_UPDATE_CONVERTED_LEAD …): other-people.ts creates those
 * situations.
 */
const WRITE: readonly Row[] = [
  ["FIELD_CUSTOM_VALIDATION_EXCEPTION", 400, "this message"],
  ["INVALID_EMAIL_ADDRESS", 400, "this message"],
  ["INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", 400, "this message"],
  ["JSON_PARSER_ERROR", 400, "this message"],
  ["MALFORMED_ID", 400, "this message"],
  ["REQUIRED_FIELD_MISSING", 400, "this message"],
  ["STRING_TOO_LONG", 400, "this message"],
  ["INVALID_CROSS_REFERENCE_KEY", 400, "unclear"],
  ["CANNOT_EXECUTE_FLOW_TRIGGER", 400, "unclear"],
  ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", 400, "unclear"],
  ["FIELD_INTEGRITY_EXCEPTION", 400, "unclear"],
  ["INVALID_PERSON_ACCOUNT_OPERATION", 400, "unclear"],
  ["LIMIT_EXCEEDED", 400, "everybody"],
  ["ENTITY_IS_LOCKED", 400, "anybody for a while"],
  ["UNABLE_TO_LOCK_ROW", 500, "anybody for a while"],
  ["DUPLICATE_EXTERNAL_ID", 400, "everybody"],
  ["INACTIVE_OWNER_OR_USER", 400, "everybody"],
  ["INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", 400, "everybody"],
  ["INSUFFICIENT_ACCESS_OR_READONLY", 400, "everybody"],
  ["INVALID_FIELD_FOR_INSERT_UPDATE", 400, "everybody"],
  ["STORAGE_LIMIT_EXCEEDED", 400, "everybody"],
];

/** Tried in every starting state; the others on the first such call. */
const EVERYWHERE = new Set(["FIELD_CUSTOM_VALIDATION_EXCEPTION", "INVALID_CROSS_REFERENCE_KEY"]);

/** A flow that meets a lock wraps that code into its own. */
const LOCKED_FLOW: FaultFit = {
  ...toFit(["UNABLE_TO_LOCK_ROW", 400, "anybody for a while"]),
  name: "CANNOT_EXECUTE_FLOW_TRIGGER for a lock",
  rule: {
    fault: "reject-before",
    status: 400,
    body: [
      {
        message:
          "We can't save this record because the “Route” process failed. UNABLE_TO_LOCK_ROW: unable to obtain exclusive access",
        errorCode: "CANNOT_EXECUTE_FLOW_TRIGGER",
        fields: [],
      },
    ],
  },
};

/** Salesforce's own refusals before anything is done. */
export const readRefusals = [...ANY_CALL, ...READ].map(toFit);
export const writeRefusals = [...[...ANY_CALL, ...WRITE].map(toFit), LOCKED_FLOW];

/** A collection answers 200 and refuses single records: here the first. */
export const itemRefusals = WRITE.map(ofOneRecord);

const ANY_ROW: readonly Row[] = [
  ["UNABLE_TO_LOCK_ROW", 200, "anybody for a while"],
  ["FIELD_CUSTOM_VALIDATION_EXCEPTION", 200, "this message"],
  ["REQUIRED_FIELD_MISSING", 200, "this message"],
  [NEW, 200, "unclear"],
];

/** Tried on each record of a collection: locked, invalid, incomplete, refused with an unknown code. */
export const rowRefusals = ANY_ROW.map(ofOneRecord);

function ofOneRecord([code, , whom]: Row): FaultFit {
  const { name, rule: _, ...fit } = toFit([code, 200, whom]);
  return { ...fit, name: `${name} of one record`, rule: { fault: "partial", rows: 1, body: { statusCode: code } } };
}

function toFit([code, status, whom]: Row): FaultFit {
  const isClear = whom !== "unclear";
  return {
    name: code,
    rule: { fault: "reject-before", status, body: [{ message: "refused for this case", errorCode: code, fields: [] }] },
    isPermanent: isClear ? whom === "this message" : undefined,
    refuses: { code, whom: isClear ? whom : "this message" },
    isOneOfMany: !EVERYWHERE.has(code),
    isUnknown: code === NEW,
  };
}
