import { describe, expect, it } from "@jest/globals";
import {
  adviceFor,
  adviceForText,
  codeThatCounts,
  faultOfCode,
  reachOf,
} from "../../../functions/clients/salesforce/api/fault-by-code.ts";
import type { Fault } from "../../../functions/clients/salesforce/api/fault-table.ts";

/** Whose fault, what the advice speaks of, and whether it counts where the org's automation wraps it into its own error. */
const KINDS: readonly (readonly [fault: Fault, advice: string, isUnwrapped: boolean, codes: string])[] = [
  [
    "nobody",
    "",
    true,
    `SERVER_UNAVAILABLE SERVICE_UNAVAILABLE UNABLE_TO_LOCK_ROW RECORD_IN_USE_BY_WORKFLOW QUERY_TIMEOUT
     REQUEST_RUNNING_TOO_LONG INVALID_QUERY_LOCATOR INVALID_LOCATOR TOO_MANY_APEX_REQUESTS ORG_IN_MAINTENANCE
     FUNCTIONALITY_TEMPORARILY_UNAVAILABLE INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE SSO_SERVICE_DOWN
     TERRITORY_REALIGN_IN_PROGRESS DATACLOUD_X PLATFORM_EVENT_PUBLISHING_UNAVAILABLE PLATFORM_EVENT_PUBLISH_FAILED
     MALFORMED_ANSWER`,
  ],
  ["nobody", "", false, "UNKNOWN_EXCEPTION HTTP_408 HTTP_409 HTTP_412 HTTP_423"],
  [
    "nobody",
    "",
    false,
    `ALL_OR_NONE_OPERATION_ROLLED_BACK PROCESSING_HALTED BATCH_PROCESSING_HALTED CANNOT_UPDATE_CONVERTED_LEAD
     ENTITY_IS_DELETED ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE MULTIPLE_CHOICES`,
  ],
  [
    "org",
    "login",
    true,
    `INVALID_SESSION_ID INVALID_AUTH_HEADER INVALID_LOGIN INVALID_GRANT INVALID_CLIENT_ID PASSWORD_LOCKOUT LOGIN_X
     INVALID_OPERATION_WITH_EXPIRED_PASSWORD MISSING_OAUTH_TOKEN MUTUAL_AUTHENTICATION_FAILED URL_NOT_RESET
     CLIENT_NOT_ACCESSIBLE_FOR_USER CLIENT_REQUIRE_UPDATE_FOR_USER ORG_NOT_OWNED_BY_INSTANCE`,
  ],
  ["org", "login", false, "HTTP_402 HTTP_404 HTTP_405 HTTP_406 HTTP_407 HTTP_421 HTTP_426 HTTP_451"],
  ["org", "functions/configuration", true, "INVALID_QUERY_FILTER_OPERATOR"],
  [
    "org",
    "no such field",
    true,
    "INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE FIELD_NOT_UPDATABLE REL_FIELD_BAD_ACCESSIBILITY",
  ],
  [
    "org",
    "owner",
    true,
    "INACTIVE_OWNER_OR_USER OPERATION_WITH_INACTIVE_USER_EXCEPTION OP_WITH_INVALID_USER_TYPE_EXCEPTION",
  ],
  ["org", "24 hours", true, "REQUEST_LIMIT_EXCEEDED"],
  ["org", "locked", true, "ENTITY_IS_LOCKED ALREADY_IN_PROCESS"],
  ["org", "policy", true, "TXN_SECURITY_X"],
  ["org", "unique key", true, "DUPLICATE_EXTERNAL_ID"],
  [
    "org",
    "storage",
    true,
    `STORAGE_LIMIT_EXCEEDED LICENSE_LIMIT_EXCEEDED LICENSING_ERROR PACKAGE_LICENSE_REQUIRED LIMIT_EXCEEDED EXCEEDED_QUOTA
     MAXIMUM_X TRIAL_EXPIRED`,
  ],
  [
    "org",
    "may not do this",
    true,
    `INSUFFICIENT_ACCESS_OR_READONLY INVALID_READ_ONLY_USER_DML INVALID_TYPE INVALID_TYPE_FOR_OPERATION
     TRANSFER_REQUIRES_READ MANAGER_NOT_DEFINED API_DISABLED_FOR_ORG API_CURRENTLY_DISABLED PORTAL_NO_ACCESS NO_ACCESS_X`,
  ],
  ["org", "may not do this", false, "FORBIDDEN HTTP_403"],
  [
    "org",
    "set-up",
    true,
    `FUNCTIONALITY_NOT_ENABLED REQUIRED_FEATURE_MISSING ORG_LOCKED ORG_IS_X UNSUPPORTED_API_VERSION UNSUPPORTED_CLIENT
     INVALID_ASSIGNMENT_RULE ASSIGNMENT_RULE_X UNAVAILABLE_RECORDTYPE_EXCEPTION NO_APPLICABLE_PROCESS
     APEX_TRIGGER_COUPLING_LIMIT SELF_REFERENCE_FROM_TRIGGER COMMUNITY_NOT_ACCESSIBLE UNKNOWN_ORG_SETTING
     NO_MASS_MAIL_PERMISSION SINGLE_EMAIL_LIMIT_EXCEEDED MASS_MAIL_LIMIT_EXCEEDED MASSMAIL_RETRY_LIMIT_EXCEEDED
     BCC_NOT_ALLOWED_IF_BCC_COMPLIANCE_ENABLED EMAIL_TEMPLATE_FORMULA_ERROR EMAIL_TEMPLATE_MERGEFIELD_ACCESS_ERROR
     EMAIL_TEMPLATE_MERGEFIELD_ERROR EMAIL_TEMPLATE_PROCESSING_ERROR TEMPLATE_NOT_ACTIVE UNVERIFIED_SENDER_ADDRESS`,
  ],
  ["org", "set-up", false, "GONE"],
  [
    "message",
    "",
    false,
    `REQUIRED_FIELD_MISSING MISSING_ARGUMENT STRING_TOO_LONG NUMBER_OUTSIDE_VALID_RANGE INVALID_EMAIL_ADDRESS
     TEXT_DATA_OUTSIDE_SUPPORTED_CHARSET INVALID_DATE_FORMAT INVALID_TYPE_ON_FIELD_IN_RECORD
     INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST FIELD_CUSTOM_VALIDATION_EXCEPTION FIELD_FILTER_VALIDATION_EXCEPTION
     FIELD_INTEGRITY_EXCEPTION FIELD_MODERATION_RULE_BLOCK INVALID_STATUS JSON_PARSER_ERROR MALFORMED_QUERY INVALID_ID_FIELD
     EXCEEDED_ID_LIMIT EXCEEDED_MAX_X CANNOT_REPARENT_RECORD CIRCULAR_DEPENDENCY HTTP_413 HTTP_414 HTTP_431
     DUPLICATES_DETECTED`,
  ],
  [
    "unclear",
    "",
    false,
    `DUPLICATE_VALUE INVALID_CROSS_REFERENCE_KEY INVALID_CURRENCY_ISO NOT_FOUND QUITE_NEW SERVER_UNAVAILABLE_X CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY
     CANNOT_EXECUTE_FLOW_TRIGGER APEX_ERROR FLOW_EXCEPTION ERROR_IN_MAILER EMAIL_NOT_PROCESSED_DUE_TO_PRIOR_ERROR
     EMAIL_TEMPLATE_MERGEFIELD_VALUE_ERROR EMAIL_ADDRESS_BOUNCED`,
  ],
];

const FAILED = "failed. First exception on row 0; first error: ";

describe("the table of refusals", () => {
  it.each(
    KINDS.map(([fault, advice, isUnwrapped, codes]) => ({ fault, advice, isUnwrapped, codes: codes.split(/\s+/) })),
  )(
    "knows whose fault it is, what to do, and what counts when it is wrapped: $fault $advice $codes.0",
    ({ fault, advice, isUnwrapped, codes }) => {
      const known = codes.map((code) => [code, faultOfCode(code), adviceFor(code)]);
      const said = advice === "" ? undefined : expect.stringContaining(advice);
      expect(known).toEqual(codes.map((code) => [code, fault, said]));
      for (const wrapper of ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CANNOT_EXECUTE_FLOW_TRIGGER", "APEX_ERROR"]) {
        const counting = codes.map((code) =>
          codeThatCounts(wrapper, `SomeTrigger: caused by: ${code}, in its own words`),
        );
        expect(counting).toEqual(isUnwrapped ? codes : codes.map(() => wrapper));
      }
    },
  );

  it.each([
    ["FLOW_EXCEPTION", "ENTITY_IS_LOCKED", "ENTITY_IS_LOCKED"],
    ["UNKNOWN_EXCEPTION", "APEX_ERROR: ENTITY_IS_LOCKED", "ENTITY_IS_LOCKED"],
    ["APEX_ERROR", "ENTITY_IS_LOCKED, QUERY_TIMEOUT", "QUERY_TIMEOUT"],
    ["APEX_ERROR", undefined, "APEX_ERROR"],
    ["APEX_ERROR", "no code at all", "APEX_ERROR"],
    ["SOME_NEW_CODE", "ENTITY_IS_LOCKED", "SOME_NEW_CODE"],
    ["SOME_NEW_CODE", "UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW"],
    ["STRING_TOO_LONG", "UNABLE_TO_LOCK_ROW", "STRING_TOO_LONG"],
    ["STRING_TOO_LONG", `Insert ${FAILED}ENTITY_IS_LOCKED, m`, "STRING_TOO_LONG"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", `Insert ${FAILED}ENTITY_IS_LOCKED, m`, "ENTITY_IS_LOCKED"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", "ENTITY_IS_LOCKED", "FIELD_CUSTOM_VALIDATION_EXCEPTION"],
  ])("reads %s with the text %j as %s", (code, text, counts) => {
    expect(codeThatCounts(code, text)).toBe(counts);
  });

  it.each([
    ["SERVER_UNAVAILABLE", "system"],
    ["INVALID_SESSION_ID", "system"],
    ["REQUEST_LIMIT_EXCEEDED", "system"],
    ["QUITE_NEW", "system"],
    ["INVALID_TYPE", "settings"],
    ["STRING_TOO_LONG", "record"],
  ])("knows whom %s is for: %s", (code, reach) => {
    expect(reachOf(code)).toBe(reach);
  });

  it.each([
    ["APEX_ERROR", "entity type cannot be inserted: Campaign", "may not do this"],
    ["APEX_ERROR", "record type missing for: Lead", "record type"],
    ["APEX_ERROR", "caused by: System.AsyncException: You've exceeded the limit of 100 jobs", "storage"],
    ["APEX_ERROR", "caused by: System.NoAccessException: Update access denied", "permission set"],
    [
      "CANNOT_EXECUTE_FLOW_TRIGGER",
      "caused by: System.SecurityException: Access to entity 'A__c' denied",
      "permission set",
    ],
    ["INVALID_FIELD", "field 'Email' can not be filtered in a query call", "encrypt"],
  ])("reads in the words of %s what to do: %s", (code, text, advice) => {
    expect(adviceForText(code, text)).toContain(advice);
    expect(adviceForText(code, `Somebody said: ${text}`)).toBeUndefined();
    expect(adviceForText("STRING_TOO_LONG", text)).toBeUndefined();
  });
});
