import type { FaultRule } from "../../local/core/faults.ts";
import type { Coming, Situation } from "./systems-lane.ts";

/** More answers than the deliveries that a message's own fault would get, where some calls are made twice. */
const MANY = 15;

const CALLS: Readonly<Record<string, string>> = {
  lead: "POST /sobjects/Lead",
  member: "POST /sobjects/CampaignMember",
  read: "POST /composite",
  login: "POST /services/oauth2/token",
  person: "PUT /customers/{id}",
  event: "POST /customers/{id}/events",
  ask: "GET /v1/customers/{id}/attributes",
  post: "POST /chat.postMessage",
  history: "GET /conversations.history",
};

/** A line each: call, status, code or `page`, fields or `-`; its text; where it was met. */
function lines(table: string): string[][] {
  const rows = table.split("\n").filter((line) => line.trim() !== "");
  return rows.map((line) => line.split("|").map((cell) => cell.trim()));
}

function salesforce(comes: Coming, times: number, table: string): Situation[] {
  return lines(table).map(([call = "", message = "", reported = ""]) => {
    const [on = "", status = "", code = "", fields = "-"] = call.split(/ +/);
    const rule = { system: "salesforce", match: CALLS[on] ?? on, status: Number(status), times };
    const named = fields === "-" ? [] : fields.split(",");
    const body =
      on === "login" ? { error: code, error_description: message } : [{ message, errorCode: code, fields: named }];
    const answer: FaultRule =
      code === "page"
        ? { ...rule, fault: "5xx-html-charset", body: `<html>${message}</html>` }
        : { ...rule, fault: "reject-before", body };
    const data = named.length === 0 ? {} : { title: "Rear Admiral", country: "USA", phone: "0123" };
    return { what: `${on} ${status} ${code} ${fields}: ${message}`, reported, data, answers: [answer], comes };
  });
}

/** Nothing is wrong with the message: it waits longer than any fault of its own would, and is done once it is over. */
const waiting = salesforce(
  { end: "waits" },
  MANY,
  `
read 403 REQUEST_LIMIT_EXCEEDED | TotalRequests Limit exceeded. | SalesforceLabs/OrgCheck#181
lead 403 REQUEST_LIMIT_EXCEEDED | ConcurrentPerOrgLongTxn Limit exceeded. | salto-io/salto#3056
lead 400 REQUEST_LIMIT_EXCEEDED | TotalRequests Limit exceeded. | restforce/restforce#567
lead 503 SERVER_UNAVAILABLE | There was an error retrieving your session | API guide, status codes
lead 500 UNKNOWN_EXCEPTION | An unexpected error occurred. Please include this ErrorId if you contact support: 1-2 (-3) | jsforce
lead 500 APEX_ERROR | System.DmlException: Insert failed. | API guide, status codes
read 503 page | Service Not Available | forcedotcom/SalesforceMobileSDK-CordovaPlugin#621
read 200 page | We are down for maintenance. | wadewegner/Force.com-Toolkit-for-NET#160
login 200 page | We are down for maintenance. | forcedotcom/EMP-Connector#84
lead 200 page | We are down for maintenance. | forcedotcom/EMP-Connector#84
login 503 page | | BookingBug/restforcephp#22
read 404 page | URL No Longer Exists | a sandbox or scratch org that was deleted
read 405 page | HTTP ERROR 405 Only POST allowed | jsforce/jsforce#1161
read 403 page | Access Denied | a firewall before the org
read 402 page | Payment Required | an org that was suspended
read 404 NOT_FOUND | The requested resource does not exist | a version of the API that the org does not speak
lead 404 NOT_FOUND | The requested resource does not exist | an object that is hidden from the user
member 404 NOT_FOUND | The requested resource does not exist | the same
read 400 QUERY_TIMEOUT | Your query request was running for too long. | API guide, status codes
read 400 INVALID_QUERY_LOCATOR | invalid query locator | simple-salesforce
login 400 invalid_grant | user hasn't approved this consumer | jsforce/jsforce#1170
login 400 invalid_grant | inactive user | restforce/restforce#303
login 400 invalid_grant | ip restricted | gravityplus/Gravity-Forms-Salesforce#272
login 400 invalid_grant | activation secret invalid | restforce/restforce#826
login 400 invalid_grant | expired access/refresh token | jsforce/jsforce#1656
login 400 invalid_grant | request not supported on this domain | a client secret at login.salesforce.com
login 400 unknown_error | retry your request | salesforcecli, now and then
login 401 invalid_client | invalid client credentials | a secret that was rotated
login 400 invalid_app_access | user is not admin approved to access this app | pre-authorised users alone
lead 401 INVALID_SESSION_ID | This session is not valid for use with the REST API | forcedotcom/SalesforceMobileSDK-iOS#2464
read 403 INVALID_OPERATION_WITH_EXPIRED_PASSWORD | The users password has expired | API guide, status codes
read 401 INVALID_OPERATION_WITH_EXPIRED_PASSWORD | Your password has expired. Please reset your password. | SalesforceAIResearch/CRMArena#22
read 403 LOGIN_DURING_RESTRICTED_TIME | Invalid login hours | API guide, status codes
read 403 API_DISABLED_FOR_ORG | The REST API is not enabled for this Organization. | mike4aday/SwiftlySalesforce#29
read 410 GONE | The requested resource is no longer available | a retired version of the API
read 403 TXN_SECURITY_NO_ACCESS | The operation you requested was blocked by a security policy | API guide, status codes
read 400 INVALID_FIELD | field 'Email' can not be filtered in a query call | SalesforceFoundation/EDA#908 (Shield encryption)
read 400 INVALID_QUERY_FILTER_OPERATOR | invalid ID field: 701 | a campaign's id in the configuration that is none
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | entity type cannot be inserted: Lead | a profile without Create
member 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | entity type cannot be inserted: Campaign Member | no Marketing User
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | record type missing for: Lead | mulesoft/salesforce-connector#139
member 400 INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY | insufficient access rights on cross-reference id | support.revenue.io
member 400 INSUFFICIENT_ACCESS_OR_READONLY | insufficient access rights on object id | API guide, status codes
lead 400 INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE | The org is read-only | an instance refresh
member 400 UNABLE_TO_LOCK_ROW | unable to obtain exclusive access to this record or 1 records: 701Hs0000000001IAA | many forms at once
lead 400 CANNOT_EXECUTE_FLOW_TRIGGER | Prozess „Zuweisen“ fehlgeschlagen. UNABLE_TO_LOCK_ROW: Kein exklusiver Zugriff | a flow, in German
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: execution of BeforeInsert caused by: System.QueryException: Record Currently Unavailable: The record you are attempting to edit, or one of its related records, is currently being modified by another user. | Apex, SELECT … FOR UPDATE
lead 400 STORAGE_LIMIT_EXCEEDED | storage limit exceeded | API guide, status codes
lead 400 INACTIVE_OWNER_OR_USER | owner is inactive | an assignment rule's owner who has left
member 400 ENTITY_IS_LOCKED | the entity is locked for editing | an approval
lead 400 REQUIRED_FIELD_MISSING Region__c | Required fields are missing: [Region__c] | a field that the org has made required
lead 400 REQUIRED_FIELD_MISSING Region__c | Pflichtfelder fehlen: [Region__c] | the same, in German
member 400 REQUIRED_FIELD_MISSING Channel__c | Required fields are missing: [Channel__c] | the same, of members
lead 400 INVALID_CROSS_REFERENCE_KEY RecordTypeId | Record Type ID: this ID value isn't valid for the user: 0125f0 | a default record type that is not the user's
member 400 INVALID_CROSS_REFERENCE_KEY RecordTypeId | Record Type ID: this ID value isn't valid for the user: | CoderDojo/community-platform#888
member 405 METHOD_NOT_ALLOWED | HTTP Method 'POST' not allowed. Allowed are HEAD,GET | simple-salesforce/simple-salesforce#412
read 400 OPERATION_TOO_LARGE | exceeded 100000 distinct who/what's | API guide, activities without View All Data
lead 400 FIELD_CUSTOM_VALIDATION_EXCEPTION | Update failed. First exception on row 0 with id 0015f00000AbCdEAAX; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record: [] | a trigger that adds an exception's text to its record
member 400 FIELD_CUSTOM_VALIDATION_EXCEPTION | Roll-up: Update failed. First exception on row 0; first error: INSUFFICIENT_ACCESS_OR_READONLY, insufficient access rights: [] | the same
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | caused by: System.AsyncException: You've exceeded the limit of 100 jobs in the flex queue for org 00D | a busy night
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: execution of AfterInsert caused by: System.EmailException: SendEmail failed. First exception on row 0; first error: NO_MASS_MAIL_PERMISSION, Single email is not enabled for your organization or profile.: [] | jongpie/NebulaLogger#276, SalesforceFoundation/NPSP#1486 (a sandbox)
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: execution of AfterInsert caused by: System.QueryException: Insufficient permissions: secure query included inaccessible field Class.LeadInterestScorer.calculateBulk: line 41 | Apex WITH SECURITY_ENFORCED
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: execution of AfterInsert caused by: System.DmlException: Operation failed due to fields being inaccessible on Sobject Task, check errors on Exception or Result! | Apex in user mode
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | npsp.TDTM_Opportunity: execution of AfterInsert caused by: System.TypeException: DML operation INSERT not allowed on npe01__OppPayment__c: (npsp) | SalesforceFoundation/NPSP#2875
member 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | MemberTrigger: execution of AfterInsert caused by: System.SecurityException: Access to entity 'Score__c' denied | Apex in user mode
lead 400 PLATFORM_EVENT_PUBLISHING_UNAVAILABLE | | restforce/restforce, its list of codes
login 400 oauth_app_blocked | this app is blocked by admin | Connected Apps OAuth Usage
login 400 oauth_ec_app_not_found | external client app is not installed in this org | apps that are not installed, since 2025
login 400 invalid_grant | login rate exceeded | somebody else who logs in by the minute
`,
);

/** One delivery makes all of it, with what the org does not take left out, and said. */
const leftOut = salesforce(
  { end: "done" },
  1,
  `
lead 400 INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST LeadSource | Lead Source: bad value for restricted picklist field: Web | an org's own words
lead 400 FIELD_INTEGRITY_EXCEPTION Country | There's a problem with this country, even though it may appear correct. | State and Country picklists
lead 400 FIELD_INTEGRITY_EXCEPTION CountryCode | There's a problem with this country, even though it may appear correct. | the same
lead 400 FIELD_INTEGRITY_EXCEPTION StateCode | There's a problem with this state, even though it may appear correct. | SalesforceFoundation/NPSP#2432
lead 400 FIELD_INTEGRITY_EXCEPTION State | There's a problem with this state, even though it may appear correct. | UnofficialSF/LightningFlowComponents#1567
lead 400 STRING_TOO_LONG Title | Titel: Datenwert zu groß: Rear Admiral (maximale Länge=5) | a field that was made shorter
lead 400 FIELD_CUSTOM_VALIDATION_EXCEPTION Company | Company must have a legal form | a validation rule
lead 400 FIELD_CUSTOM_VALIDATION_EXCEPTION Phone | Bitte geben Sie eine Telefonnummer mit Landesvorwahl an | the same, in German
lead 400 INVALID_FIELD_FOR_INSERT_UPDATE Phone,Title | Unable to create/update fields: Phone, Title. | field-level security
lead 401 INVALID_SESSION_ID | Session expired or invalid | restforce/restforce#303
lead 401 INVALID_SESSION_ID | Invalid Session ID found in SessionHeader: Illegal Session. Session not found | joeferraro/MavensMate#463
lead 403 INVALID_SESSION_ID | This session is not valid for use with the REST API | NangoHQ/nango#4344
read 404 URL_NOT_RESET | Destination URL not reset. | an org that has moved
member 400 CANNOT_UPDATE_CONVERTED_LEAD | cannot reference converted lead | somebody has converted it meanwhile
member 404 ENTITY_IS_DELETED | entity is deleted | somebody has merged it meanwhile
`,
);

const NO_LEAD = { Lead: 0, CampaignMember: 0 };
const NO_MEMBER = { CampaignMember: 0 };

/** Nobody can say whose fault it is: five attempts, while one person alone meets it. */
const unclear = (code: string, count: Readonly<Record<string, number>>, table: string) =>
  salesforce({ end: "dead-lettered", attempt: 5, code, count }, 0, table);

const givenUp = [
  ...unclear(
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    NO_MEMBER,
    `
member 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | execution of AfterInsert caused by: System.NullPointerException | SFDO-Community/declarative-lookup-rollup-summaries#679
member 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | System.LimitException: FCR:Too many SOQL queries: 101 | support.fullcircleinsights.com
`,
  ),
  ...unclear(
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    NO_LEAD,
    `
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | MIXED_DML_OPERATION, DML operation on setup object is not permitted | a trigger that changes users
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: System.LimitException: Apex CPU time limit exceeded | support.fullcircleinsights.com
`,
  ),
  ...unclear(
    "CANNOT_EXECUTE_FLOW_TRIGGER",
    NO_LEAD,
    "lead 400 CANNOT_EXECUTE_FLOW_TRIGGER | We can't save this record because the “Route” process failed. | help.salesforce.com, What Happens When a Process Fails",
  ),
  ...unclear(
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    NO_LEAD,
    "lead 400 FIELD_CUSTOM_VALIDATION_EXCEPTION Region__c | Region is required | a rule of a field that no form has",
  ),
  ...unclear(
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    NO_LEAD,
    "lead 400 INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST Region__c | bad value for restricted picklist field: EMEA | a flow that fills a field",
  ),
  ...unclear(
    "DUPLICATE_VALUE",
    NO_LEAD,
    "lead 400 DUPLICATE_VALUE | duplicate value found: <unknown> duplicates value on record with id: <unknown> | a trigger's own record",
  ),
  // What one campaign refuses for ever: no other campaign's events, and none of the same person's, wait for it.
  ...[
    "FIELD_CUSTOM_VALIDATION_EXCEPTION Channel__c | Channel is required | a rule of a field that no member is given",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST Status | Status: bad value for restricted picklist field: Responded | a record type without that status",
    "FIELD_FILTER_VALIDATION_EXCEPTION CampaignId | Value does not exist or does not match filter criteria. | a lookup filter",
    "MALFORMED_ID CampaignId | Campaign ID: id value of incorrect type: 701 | salto.io/blog-posts/invalid-cross-reference-id",
    "FIELD_INTEGRITY_EXCEPTION CampaignId | Campaign ID: id value of incorrect type: 00QHs0000000001IAA | the same",
    "INVALID_STATUS Status | Invalid status | API guide, status codes",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION | This campaign is closed | sf.watch/articles/201",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION CampaignId | This campaign is closed | the same, told at its field",
  ].flatMap((row) => {
    const [code = ""] = row.split(" ", 1);
    return salesforce({ end: "dead-lettered", attempt: 1, code, count: NO_MEMBER }, 0, `member 400 ${row}`);
  }),
  // A question holds nothing of a message but keys.
  ...unclear("MALFORMED_QUERY", NO_LEAD, "read 400 MALFORMED_QUERY | unexpected token: 'FROM' | simple-salesforce"),
  ...unclear(
    "STRING_TOO_LONG",
    NO_LEAD,
    "lead 400 STRING_TOO_LONG Person_Key__c | Person Key: data value too large: 8f (max length=20) | a key field that was made by hand",
  ),
  ...["FIELD_CUSTOM_VALIDATION_EXCEPTION", "INVALID_EMAIL_ADDRESS", "DUPLICATES_DETECTED"].flatMap((code) =>
    salesforce(
      { end: "dead-lettered", attempt: 1, code, count: NO_LEAD },
      0,
      {
        FIELD_CUSTOM_VALIDATION_EXCEPTION: `lead 400 ${code} | Bitte geben Sie eine Telefonnummer an | a rule that names no field`,
        INVALID_EMAIL_ADDRESS: `lead 400 ${code} Email | Email: invalid email address: grace@example.com | an address that Salesforce does not take`,
        DUPLICATES_DETECTED: `lead 400 ${code} | Use one of these records? | a duplicate rule that blocks`,
      }[code] ?? "",
    ),
  ),
];

/** Somebody else's write has won, or an index is late: the next delivery finds it. */
const later = salesforce(
  { end: "done", attempt: 3 },
  2,
  `
member 400 DUPLICATE_VALUE | Bereits ein Kampagnenmitglied. | German, and no query shows it yet
lead 400 DUPLICATE_VALUE | Doppelter Wert gefunden: Person_Key__c dupliziert den Wert im Datensatz mit ID: 00QHs0000000001AAA | the same
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | LeadTrigger: System.LimitException: Apex CPU time limit exceeded | a busy hour
lead 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY | npsp.TDTM_Contact: System.LimitException: npsp:Too many query rows: 50001 | SalesforceFoundation/NPSP#2381
lead 400 UNKNOWN_EXCEPTION | An error occurred when executing a flow interview. | sfdx-mass-action-scheduler/sfdx-mass-action-scheduler#15
lead 502 page | Error Page | jetstreamapp/jetstream#835
`,
);

export const salesforceAnswers: readonly Situation[] = [...waiting, ...leftOut, ...givenUp, ...later];

const customerio = (comes: Coming, times: number, table: string): Situation[] =>
  lines(table).map(([call = "", body = "", reported = ""]) => {
    const [on = "", status = ""] = call.split(/ +/);
    const rule = { system: "customerio", match: CALLS[on] ?? on, status: Number(status), times };
    const fault = body.startsWith("{") || body === "" ? "reject-before" : "5xx-html-charset";
    const answer: FaultRule = { ...rule, fault, body: body.startsWith("{") ? JSON.parse(body) : body || undefined };
    return { what: `${on} ${status}: ${body}`, reported, answers: [answer], comes };
  });

export const customerioAnswers: readonly Situation[] = [
  ...customerio(
    { end: "waits" },
    MANY,
    `
person 401 | {"meta":{"error":"Unauthorized request"}} | keys of another workspace, or of the other region
person 402 | {"meta":{"error":"payment required"}} | an account that was suspended
ask 401 | {"meta":{"error":"invalid app api key"}} | a key that was revoked
ask 403 | {"errors":[{"detail":"forbidden","status":"403"}]} | a key that other addresses alone may use
person 301 | | a workspace in the EU, at the host of the US
person 307 | | the same
person 404 | <html>Not Found</html> | an address that is none
person 410 | | an API that was retired
person 451 | | a country that is barred
event 404 | {"meta":{"error":"not found"}} | an address that is none
event 429 | | the rate limit, without Retry-After
ask 429 | {"errors":[{"detail":"rate limited","status":"429"}]} | ten calls a second
event 500 | {"meta":{"error":"internal server error"}} | an incident
event 502 | <html>502 Bad Gateway</html> | customerio-node: a plain Error without a status
event 520 | <html>520</html> | Cloudflare
person 200 | <html>Log in</html> | a proxy
person 204 | | a proxy
event 200 | {"errors":[{"reason":"invalid"}]} | a refusal under a 200
`,
  ),
  ...customerio(
    { end: "dead-lettered", attempt: 1, code: "HTTP_400", count: { people: 0, events: 0 } },
    0,
    `person 400 | {"meta":{"errors":["email is invalid"]}} | an address that customer.io does not take`,
  ),
  ...customerio(
    { end: "dead-lettered", attempt: 1, code: "HTTP_413", count: { events: 0 } },
    0,
    `event 413 | {"meta":{"error":"request too large"}} | more than 32 kB`,
  ),
  ...customerio(
    { end: "dead-lettered", attempt: 5, code: "HTTP_400" },
    0,
    `ask 400 | {"errors":[{"detail":"invalid id_type","status":"400"}]} | docs.customer.io, identifying people: ids alone`,
  ),
  ...customerio(
    { end: "done" },
    1,
    `ask 404 | {"errors":[{"detail":"not found (reference 01HB4HBD)","status":"404"}]} | somebody whom it does not know yet`,
  ),
];

const toSlack = (what: string, reported: string, comes: Coming, answer: Omit<FaultRule, "system">): Situation => ({
  what,
  reported,
  comes,
  handler: "form-submitted-slack",
  answers: [{ times: MANY, ...answer, system: "slack" }],
});
const slackSays = (call: string, error: string, comes: Coming, times = MANY): Situation =>
  toSlack(`${call} 200 ${error}`, "docs.slack.dev, errors of the method", comes, {
    match: CALLS[call] ?? call,
    fault: "reject-before",
    status: 200,
    times,
    body: { ok: false, error },
  });
const WAITING = `
channel_not_found not_in_channel is_archived messages_tab_disabled missing_scope no_permission token_revoked token_expired
account_inactive invalid_auth not_authed not_allowed_token_type team_access_not_granted team_not_found org_login_required
enterprise_is_restricted restricted_action restricted_action_read_only_channel ekm_access_denied access_denied accesslimited
two_factor_setup_required method_deprecated deprecated_endpoint unknown_method external_channel_migrating internal_error
fatal_error service_unavailable request_timeout ratelimited rate_limited message_limit_exceeded team_added_to_org`;
/** In no document of a post's: met, or by the words. */
const BY_WORDS =
  "posting_to_general_channel_denied is_inactive user_is_restricted channel_type_not_supported app_uninstalled";
const refusedPost = (error: string, attempt: number) =>
  slackSays("post", error, { end: "dead-lettered", attempt, code: error.toUpperCase(), count: { messages: 0 } }, 0);

export const slackAnswers: readonly Situation[] = [
  ...`${WAITING} ${BY_WORDS}`
    .trim()
    .split(/\s+/)
    .map((error) => slackSays("post", error, { end: "waits" })),
  ...["missing_scope", "channel_not_found", "ratelimited"].map((error) =>
    slackSays("history", error, { end: "waits" }),
  ),
  ...(
    [
      ["429 in plain text", { fault: "reject-before", status: 429, body: "Too Many Requests" }],
      ["429 with Retry-After", { fault: "429-retry-after", milliseconds: 30_000 }],
      ["a page of an incident", { fault: "5xx-html-charset", status: 503 }],
      ["a page under a 200", { fault: "5xx-html-charset", status: 200 }],
      ["a proxy's page", { fault: "5xx-html-charset", status: 403 }],
      ["a redirect", { fault: "3xx", status: 302 }],
    ] as const
  ).map(([what, answer]) =>
    toSlack(
      what,
      "docs.slack.dev, rate limits; status.slack.com",
      { end: "waits" },
      { match: "POST /chat.postMessage", ...answer },
    ),
  ),
  ...["msg_too_long", "no_text"].map((error) => refusedPost(error, 1)),
  ...["invalid_arguments", "invalid_blocks", "quite_new"].map((error) => refusedPost(error, 5)),
];
