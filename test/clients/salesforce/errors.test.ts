import { describe, expect, it } from "@jest/globals";
import { readRefusal } from "../../../functions/clients/salesforce/api/refusal.ts";
import { isForEverybody, isPassing, refusalError } from "../../../functions/clients/salesforce/api/errors.ts";

function errorOf(status: number, data: unknown) {
  return refusalError(readRefusal({ status, operation: "POST /sobjects/Lead", data }));
}

describe("isForEverybody and isPassing", () => {
  it.each([
    [401, "INVALID_SESSION_ID", true, false],
    [403, "REQUEST_LIMIT_EXCEEDED", true, false],
    [400, "INVALID_FIELD", false, false],
    [400, "QUITE_NEW", false, false],
    [400, "STRING_TOO_LONG", false, false],
    [503, "SERVER_UNAVAILABLE", false, true],
    [400, "UNABLE_TO_LOCK_ROW", false, true],
  ])("of HTTP %i with %s are %s and %s", (status, errorCode, isAnybodys, isSoonOver) => {
    const refusal = readRefusal({ status, operation: "POST /sobjects/Lead", data: [{ errorCode, message: "m" }] });
    expect([isForEverybody(refusal), isPassing(refusal)]).toEqual([isAnybodys, isSoonOver]);
  });
});

describe("refusalError", () => {
  it.each([
    [400, "UNABLE_TO_LOCK_ROW", "UnavailableError"],
    [403, "REQUEST_LIMIT_EXCEEDED", "UnavailableError"],
    [400, "QUERY_TIMEOUT", "UnavailableError"],
    [401, "INVALID_SESSION_ID", "UnavailableError"],
    [400, "INVALID_CLIENT_ID", "UnavailableError"],
    [403, "API_DISABLED_FOR_ORG", "UnavailableError"],
    [400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "UnavailableError"],
    [404, "INVALID_TYPE", "UnavailableError"],
    [401, "SOME_NEW_CODE", "UnavailableError"],
    [420, "SOME_NEW_CODE", "UnavailableError"],
    [410, "SOME_NEW_CODE", "UnavailableError"],
    [300, "STRING_TOO_LONG", "UnavailableError"],
    [399, "STRING_TOO_LONG", "UnavailableError"],
    [500, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "UnavailableError"],
    [429, "SOME_NEW_CODE", "UnavailableError"],
    [400, "INACTIVE_OWNER_OR_USER", "UnavailableError"],
    [400, "OPERATION_WITH_INACTIVE_USER_EXCEPTION", "UnavailableError"],
    [400, "ENTITY_IS_LOCKED", "UnavailableError"],
    [404, "URL_NOT_RESET", "UnavailableError"],
    [400, "INVALID_FIELD", "UnavailableError"],
    [400, "INVALID_FIELD_FOR_INSERT_UPDATE", "UnavailableError"],
    [200, "UNABLE_TO_LOCK_ROW", "UnavailableError"],
    [200, "STRING_TOO_LONG", "PermanentError"],
    [400, "REQUIRED_FIELD_MISSING", "PermanentError"],
    [400, "STRING_TOO_LONG", "PermanentError"],
    [400, "MALFORMED_QUERY", "PermanentError"],
    [400, "INVALID_CROSS_REFERENCE_KEY", "UnexpectedRefusalError"],
    [400, "FIELD_INTEGRITY_EXCEPTION", "PermanentError"],
    [400, "NUMBER_OUTSIDE_VALID_RANGE", "PermanentError"],
    [414, "SOME_NEW_CODE", "UnexpectedRefusalError"],
    [403, "FORBIDDEN", "UnavailableError"],
    [403, "FUNCTIONALITY_NOT_ENABLED", "UnavailableError"],
    [400, "TXN_SECURITY_NO_ACCESS", "UnavailableError"],
    [400, "LICENSE_LIMIT_EXCEEDED", "UnavailableError"],
    [400, "LICENSING_UNKNOWN_ERROR", "UnavailableError"],
    [400, "TOO_MANY_APEX_REQUESTS", "UnavailableError"],
    [400, "INVALID_ASSIGNMENT_RULE", "UnavailableError"],
    [400, "DUPLICATE_EXTERNAL_ID", "UnavailableError"],
    [400, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "UnavailableError"],
    [405, "METHOD_NOT_ALLOWED", "UnavailableError"],
    [400, "APEX_ERROR", "UnexpectedRefusalError"],
    [400, "INVALID_PERSON_ACCOUNT_OPERATION", "UnexpectedRefusalError"],
    [400, "DUPLICATES_DETECTED", "PermanentError"],
    [400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "UnexpectedRefusalError"],
    [400, "CANNOT_EXECUTE_FLOW_TRIGGER", "UnexpectedRefusalError"],
    [400, "DUPLICATE_VALUE", "UnexpectedRefusalError"],
    [400, "SOME_NEW_CODE", "UnexpectedRefusalError"],
  ])("of HTTP %i with %s is a %s", (status, errorCode, name) => {
    expect(errorOf(status, { errorCode, message: "m" })).toMatchObject({
      name,
      reason: { code: errorCode, system: "salesforce", status },
    });
  });

  it.each([
    ["INVALID_CROSS_REFERENCE_KEY", "RecordTypeId", ["Email"], "settings"],
    ["INVALID_CROSS_REFERENCE_KEY", "RecordTypeId", ["Email", "RecordTypeId"], undefined],
    ["INVALID_CROSS_REFERENCE_KEY", "RecordTypeId", undefined, undefined],
    ["INVALID_CROSS_REFERENCE_KEY", "OwnerId", ["Email"], undefined],
    ["FIELD_INTEGRITY_EXCEPTION", "RecordTypeId", ["Email"], undefined],
  ])(
    "asks for a record type where the org has none for our user: %s of %s, of %j",
    (errorCode, field, given, reach) => {
      const item = { errorCode, message: "m", fields: [field] };
      const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data: [item] });
      const error = refusalError(given === undefined ? refusal : { ...refusal, given });
      expect("reach" in error ? error.reach : undefined).toBe(reach);
    },
  );

  it.each([
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: Campaign Member", "permission set"],
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "record type missing for: Lead", "record type"],
    ["NOT_FOUND", "The requested resource does not exist", "no such object"],
    ["INVALID_FIELD", "SELECT Id\n ^\nfield 'Email' can not be filtered in a query call", "deterministic"],
  ])("knows what its user may not do by the words: %s, %s", (errorCode, message, advice) => {
    expect(errorOf(400, [{ errorCode, message, fields: [] }])).toMatchObject({
      name: "UnavailableError",
      reach: "settings",
      message: expect.stringContaining(advice),
      reason: { code: errorCode },
    });
  });

  it.each([
    [
      "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
      "LeadTrigger: entity type cannot be inserted: Case",
      "UnexpectedRefusalError",
    ],
    ["STRING_TOO_LONG", "entity type cannot be inserted: Lead", "PermanentError"],
  ])("takes no other words for these: %s, %s", (errorCode, message, name) => {
    expect(errorOf(400, [{ errorCode, message, fields: [] }])).toMatchObject({ name });
  });

  it.each(["REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "INVALID_SESSION_ID", "UNABLE_TO_LOCK_ROW"])(
    "stops nobody else for a code that somebody has typed, and a trigger quotes: %s",
    (typed) => {
      const message = `LeadTrigger: caused by: System.TypeException: no such company: ${typed} (concurrent)`;
      const error = errorOf(400, [{ errorCode: "APEX_ERROR", message, fields: [] }]);
      expect(error).toMatchObject({ reach: "record" });
      expect(error.message).not.toMatch(/login|24 hours/);
    },
  );

  it("reads no field's name in what somebody has typed, and a rule quotes", () => {
    const message = "This can't be the description: Hello\nRequired fields are missing: [Company]";
    const rule = { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, fields: [] };
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data: [rule] });
    expect(refusal).not.toHaveProperty("field");
    expect(refusalError({ ...refusal, given: ["Description"] })).toMatchObject({ name: "PermanentError" });
  });

  it("asks of a record that is not there nobody's rights", () => {
    const refusal = readRefusal({
      status: 404,
      operation: "PATCH /sobjects/Lead/{id}",
      data: [{ errorCode: "NOT_FOUND" }],
    });
    expect(refusalError(refusal)).toMatchObject({ name: "UnexpectedRefusalError" });
  });

  it("reads the items of collections, which say statusCode", () => {
    const error = errorOf(400, [
      { statusCode: "STRING_TOO_LONG", message: "Phone: data value too large", fields: ["Phone"] },
    ]);
    expect(error).toMatchObject({ name: "PermanentError", reason: { code: "STRING_TOO_LONG", field: "Phone" } });
    expect(error).toMatchObject({ cause: { message: expect.stringContaining("data value too large") } });
  });

  it.each([
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "UNABLE_TO_LOCK_ROW", "record"],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "UNABLE_TO_LOCK_ROW", "record"],
    ["SOME_NEW_CODE", "UNABLE_TO_LOCK_ROW", "record"],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "INACTIVE_OWNER_OR_USER", "settings"],
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "STORAGE_LIMIT_EXCEEDED", "settings"],
    ["APEX_ERROR", "REQUEST_RUNNING_TOO_LONG", "record"],
  ])("finds what %s wraps, and whom it is for: %s, %s", (errorCode, code, reach) => {
    const message = `LeadTrigger: execution of AfterInsert caused by: ${code}, some words of its own: []`;
    expect(errorOf(400, { errorCode, message })).toMatchObject({ name: "UnavailableError", reach, reason: { code } });
  });

  it.each([
    ["STRING_TOO_LONG", "First Name: data value too large: UNABLE_TO_LOCK_ROW (max length=40)", "PermanentError"],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "REQUIRED_FIELD_MISSING: Required fields are missing", "UnexpectedRefusalError"],
    ["CANNOT_EXECUTE_FLOW_TRIGGER", "ENTITY_IS_DELETED: entity is deleted", "UnexpectedRefusalError"],
  ])("takes no value, and no rule of another record, for the reason: %s", (errorCode, message, name) => {
    expect(errorOf(400, { errorCode, message })).toMatchObject({ name, reason: { code: errorCode } });
  });

  it.each([
    ["INVALID_FIELD", "HasOptedOutOfEmail", ["HasOptedOutOfEmail", "permission set", "docs/salesforce.md"]],
    ["INVALID_FIELD", "Person_Key__c", ["Person_Key__c", "SALESFORCE_PERSON_KEY_FIELD"]],
    ["INACTIVE_OWNER_OR_USER", "OwnerId", ["OwnerId", "deactivated", "Inactive Owners"]],
    ["INSUFFICIENT_ACCESS_OR_READONLY", undefined, ["permission set"]],
    ["ENTITY_IS_LOCKED", undefined, ["approval"]],
    ["TXN_SECURITY_NO_ACCESS", undefined, ["transaction security policy"]],
    ["INVALID_OPERATION_WITH_EXPIRED_PASSWORD", undefined, ["login"]],
  ])("says what of the org is to be mended, and where: %s (%s)", (errorCode, field, words) => {
    const { message } = errorOf(400, [{ errorCode, message: "m", fields: field === undefined ? [] : [field] }]);
    for (const word of words) expect(message).toContain(word);
  });

  it.each([
    ["REQUIRED_FIELD_MISSING", ["Industry"], "UnavailableError"],
    ["REQUIRED_FIELD_MISSING", ["Industry", "LASTNAME"], "PermanentError"],
    ["REQUIRED_FIELD_MISSING", [], "PermanentError"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", ["Industry"], "UnexpectedRefusalError"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", ["LastName"], "PermanentError"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", [], "PermanentError"],
    ["UNABLE_TO_LOCK_ROW", ["Industry"], "UnavailableError"],
  ])("asks whether the handler gives the field: %s of %j", (errorCode, fields, name) => {
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data: [{ errorCode, fields }] });
    expect(refusalError({ ...refusal, given: ["LastName", "Phone"] })).toMatchObject({ name });
  });

  it.each([
    ["REQUIRED_FIELD_MISSING", ["Phone"], "UnexpectedRefusalError"],
    ["FIELD_CUSTOM_VALIDATION_EXCEPTION", ["Phone"], "UnexpectedRefusalError"],
    ["STRING_TOO_LONG", ["Phone"], "PermanentError"],
    ["REQUIRED_FIELD_MISSING", ["Phone", "LastName"], "PermanentError"],
    ["REQUIRED_FIELD_MISSING", ["Phone", "Industry"], "UnexpectedRefusalError"],
    ["REQUIRED_FIELD_MISSING", [], "PermanentError"],
  ])(
    "asks whether the call went without the field, whose value the org has refused: %s of %j",
    (errorCode, fields, name) => {
      const data = [{ errorCode, fields }];
      const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data });
      const error = refusalError({ ...refusal, given: ["LastName", "Phone"], leftOut: ["Phone"] });
      expect(error).toMatchObject({ name });
    },
  );

  it("asks the org for no field that a record which is changed lacks", () => {
    const data = [{ errorCode: "REQUIRED_FIELD_MISSING", fields: ["Industry"] }];
    const refusal = readRefusal({ status: 400, operation: "PATCH /sobjects/Lead/{id}", data });
    expect(refusalError({ ...refusal, given: ["LastName"] })).toMatchObject({ name: "UnexpectedRefusalError" });
  });

  it("reads the words of each item", () => {
    const errorCode = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY";
    const items = ["m", "record type missing for: Lead"].map((message) => ({ errorCode, message }));
    expect(errorOf(400, items)).toMatchObject({ reach: "settings" });
  });

  it("asks for no field where a login is refused", () => {
    const { message } = errorOf(401, [{ errorCode: "SOME_NEW_CODE", message: "m" }]);
    expect(message).toBe("salesforce refused POST /sobjects/Lead with SOME_NEW_CODE, HTTP 401");
  });

  it("gives no advice where nothing of the org is to be mended", () => {
    const { message } = errorOf(503, [{ errorCode: "INVALID_FIELD", message: "m" }]);
    expect(message).toBe("salesforce refused POST /sobjects/Lead with INVALID_FIELD, HTTP 503");
  });

  it("reads what is missing from the text alone", () => {
    const message = "Required fields are missing: [Industry, Rating__c]";
    const data = [{ errorCode: "REQUIRED_FIELD_MISSING", message }];
    const refusal = readRefusal({ status: 400, operation: "POST /sobjects/Lead", data });
    const error = refusalError({ ...refusal, given: ["LastName"] });
    expect(error).toMatchObject({ name: "UnavailableError", reason: { field: "Industry" } });
    expect(error.message).toContain("requires Industry");
  });

  it.each([
    ["Phone", { fields: ["Phone"], message: "Phone: data value too large" }],
    [
      "Phone",
      { fields: [], message: "duplicate value found: Phone duplicates value on record with id: 00Q000000000001" },
    ],
    [
      "HasOptedOutOfEmail",
      {
        message:
          "\nSELECT Id,HasOptedOutOfEmail FROM Lead WHERE Email = 'a@example.com'\n          ^\nERROR at Row:1:Column:11\nNo such column 'HasOptedOutOfEmail' on entity 'Lead'. If you are attempting to use a custom field, be sure to append the '__c'.",
      },
    ],
    ["Email", { message: "SELECT Id\n ^\nfield 'Email' can not be filtered in a query call" }],
    ["OwnerId", { message: "Unable to create/update fields: OwnerId, Jigsaw. Please check the security settings" }],
    [
      "Schluessel__c",
      { errorCode: "DUPLICATE_VALUE", message: "Doppelter Wert: Schluessel__c, siehe: 00Q000000000001" },
    ],
    [
      "Schluessel__c",
      { errorCode: undefined, statusCode: "DUPLICATE_VALUE", message: "Wert: Schluessel__c: 00Q000000000001AAA" },
    ],
    ["Phone", { errorCode: "DUPLICATE_VALUE", message: "duplicate value found: Phone duplicates value on record" }],
    ["Person_Key__c", { message: "Provided external ID field does not exist or is not accessible: Person_Key__c" }],
    [undefined, { message: "SELECT Id FROM Lead WHERE Email = 'No such column 'x''" }],
    [undefined, { fields: [], message: "Already a campaign member." }],
    [undefined, { fields: [], message: "Vom Formular: Anderes__c, siehe: 00Q000000000001" }],
  ])("reads the field %s", (field, item) => {
    const { reason } = errorOf(400, [{ errorCode: "SOME_NEW_CODE", ...item }]);
    expect(reason.field).toBe(field);
  });

  it("takes of several errors the one that may pass", () => {
    const codes = ["STRING_TOO_LONG", "UNABLE_TO_LOCK_ROW", "SOME_NEW_CODE"];
    const items = codes.map((errorCode) => ({ errorCode, fields: [`Field_of_${errorCode}`] }));
    const reason = { code: "UNABLE_TO_LOCK_ROW", field: "Field_of_UNABLE_TO_LOCK_ROW" };
    expect(errorOf(400, items)).toMatchObject({ name: "UnavailableError", reason });
  });

  it.each([
    [503, "HTTP_503", "UnavailableError"],
    [302, "HTTP_302", "UnavailableError"],
    [300, "MULTIPLE_CHOICES", "UnavailableError"],
    [418, "HTTP_418", "UnexpectedRefusalError"],
  ])("goes by the status where there is no code: %i", (status, code, name) => {
    expect(errorOf(status, "<html>")).toMatchObject({ name, reason: { code, status } });
  });

  it.each([
    [503, "ERROR_HTTP_503"],
    [404, undefined],
  ])("goes by the status where the code says no more, and that is for everybody: %i, %s", (status, errorCode) => {
    const { reason, ...error } = errorOf(status, { errorCode });
    expect({ reason }).toStrictEqual({
      reason: { code: `HTTP_${status}`, system: "salesforce", operation: "POST /sobjects/Lead", status },
    });
    expect(error).toMatchObject({ reach: "system" });
  });

  it.each([
    [499, "SOME_NEW_CODE", undefined],
    [500, "STRING_TOO_LONG", "system"],
    [503, "SOME_NEW_CODE", "system"],
    [503, "UNABLE_TO_LOCK_ROW", "record"],
    [400, "UNABLE_TO_LOCK_ROW", "record"],
    [400, "RECORD_IN_USE_BY_WORKFLOW", "record"],
    [400, "QUERY_TIMEOUT", "record"],
    [400, "REQUEST_RUNNING_TOO_LONG", "record"],
    [400, "SERVER_UNAVAILABLE", "system"],
    [500, "UNKNOWN_EXCEPTION", "record"],
    [503, "UNKNOWN_EXCEPTION", "system"],
  ])(
    "takes the system to be down by the status, but for what one record may cause: HTTP %i with %s",
    (status, errorCode, reach) => {
      const error = errorOf(status, { errorCode, message: "m" });
      expect("reach" in error ? error.reach : undefined).toBe(reach);
    },
  );

  it.each([
    [400, "record"],
    [401, "system"],
    [410, "system"],
  ])(
    "takes a code in the words of the org's own automation for a record's, unless HTTP %i says more: %s",
    (status, reach) => {
      const item = { errorCode: "APEX_ERROR", message: "caused by: SERVER_UNAVAILABLE", fields: [] };
      expect(errorOf(status, [item])).toMatchObject({ reach });
    },
  );

  it.each([
    ["errorCode", ["TotalRequests Limit exceeded."], "allowance"],
    ["statusCode", ["TotalRequests Limit exceeded."], "allowance"],
    ["errorCode", ["ConcurrentRequests (Concurrent API Requests) Limit exceeded."], "system"],
    ["errorCode", ["m", "ConcurrentPerOrgLongTxn Limit exceeded."], "system"],
  ])("tells the calls of the day from those that are under way: %s, %j", (code, messages, reach) => {
    const items = messages.map((message) => ({ [code]: "REQUEST_LIMIT_EXCEEDED", message }));
    expect(errorOf(403, items)).toMatchObject({ reach });
  });

  it.each([400, 503])("says nothing of the vendor's text, and keeps it as the cause: HTTP %i", (status) => {
    const error = errorOf(status, {
      errorCode: "code of ann@example.com",
      message: "ann@example.com",
      fields: ["ann@example.com"],
    });
    expect(JSON.stringify([error.message, error.reason])).not.toContain("ann@");
    expect(String(error.cause)).toContain("ann@");
  });
});
