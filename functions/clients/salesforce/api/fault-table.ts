/** Whose fault a refusal is: the message's, the org's or its settings', nobody's (it will pass), or unclear. */
export type Fault = "message" | "org" | "nobody" | "unclear";

/** What somebody must do, as a phrase. */
export type Advice = string | undefined;

export const ACCESS = "ycat's user may not do this: assign it the permission set of salesforce/ (docs/salesforce.md)";
const FIELD =
  "the org has no such field, or hides it from ycat's user: deploy salesforce/, grant the field in the permission set " +
  "(docs/salesforce.md), or set SALESFORCE_PERSON_KEY_FIELD or SALESFORCE_CONSENT_TIME_FIELD to none where it is one of these";
export const CALLS =
  "the API calls of the last 24 hours are used up, or too many are open: they come back by themselves; docs/systems.md has " +
  "what a form costs";
const IDS = "what stands for an id in functions/configuration is none: mend it, and deploy";
export const LOGIN =
  "see to ycat's login: SALESFORCE_LOGIN_URL, its user, external client app and credential, and whether the org is still there " +
  "(docs/salesforce.md)";
const OWNER =
  "an owner is deactivated: choose another in the assignment rule, the default owner or the record, or let ycat's user edit such " +
  "records: Update Records with Inactive Owners (docs/salesforce.md)";
export const FULL = "the org has used up what it is allowed: storage, licences or a limit of its edition";
const LOCKED = "the record is locked, by an approval or for good: approve, recall or unlock it";
const POLICY = "a transaction security policy stands in the way: exempt ycat's user";
export const RECORD_TYPE = "ycat's user has no record type for it: give its profile a default one";
export const ENCRYPTED =
  "the org encrypts the field so that nobody can look for it: choose the deterministic scheme (docs/salesforce.md)";
const SETUP =
  "the org's set-up does not allow it: a feature that is off, a record type, a rule or a setting that is gone, or an e-mail that a " +
  "trigger or flow may not send";
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
      "PLATFORM_EVENT_PUBLISH*",
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
      "COMMUNITY_NOT_ACCESSIBLE",
      "UNKNOWN_ORG_SETTING",
      // A trigger or flow sends an e-mail; a new or refreshed sandbox sends none. ERROR_IN_MAILER and others that may
      // mean the person's own address or an empty field are unclear.
      "NO_MASS_MAIL_PERMISSION",
      "SINGLE_EMAIL_LIMIT_EXCEEDED",
      "MASS_MAIL_LIMIT_EXCEEDED",
      "MASSMAIL_RETRY_LIMIT_EXCEEDED",
      "BCC_*",
      "EMAIL_TEMPLATE_FORMULA_ERROR",
      "EMAIL_TEMPLATE_MERGEFIELD_ACCESS_ERROR",
      "EMAIL_TEMPLATE_MERGEFIELD_ERROR",
      "EMAIL_TEMPLATE_PROCESSING_ERROR",
      "TEMPLATE_NOT_ACTIVE",
      "UNVERIFIED_SENDER_ADDRESS",
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
