import type { FaultRule } from "../../local/core/faults.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import type { Coming, Situation } from "./systems-lane.ts";

type Org = OpenSystems["salesforce"];

const EMAIL = "grace@example.com";
const CUSTOMER = { Name: "Navy", Billing_Customer_Id__c: "cus_1" };
const DINNER = "701Hs0000000003IAA"; // of functions/configuration/occasions.json

const lead = (org: Org, fields: object = {}) =>
  org.insert("Lead", { LastName: "Hopper", Company: "Navy", Email: EMAIL, ...fields });
const contact = (org: Org) => org.insert("Contact", { LastName: "Hopper", Email: EMAIL });
const both = (org: Org) => [contact(org), lead(org)];

interface Row {
  readonly what: string;
  readonly reported: string;
  readonly holds?: (org: Org) => unknown;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly answers?: readonly FaultRule[];
  readonly comes?: Coming;
}

const done: Coming = { end: "done" };

function to(handler: NonNullable<Situation["handler"]>, rows: readonly Row[]): Situation[] {
  return rows.map(({ holds = () => {}, comes = done, ...row }) => ({
    ...row,
    handler,
    comes,
    holds: ({ salesforce }) => void holds(salesforce),
  }));
}

const refusing = (
  match: string,
  errorCode: string,
  fields: readonly string[],
  times: number,
  message = errorCode,
): FaultRule => ({
  system: "salesforce",
  match,
  times,
  fault: "reject-before",
  status: 400,
  body: [{ errorCode, message, fields }],
});

const OWNER = "005Hs0000000009IAA";
const OUT = { HasOptedOutOfEmail: true };
const allOut = { Contact: OUT, Lead: OUT };
/** One record of several is refused, eight times. */
const oneRefused = (statusCode: string): Pick<Row, "holds" | "answers" | "comes"> => ({
  holds: both,
  answers: [
    { system: "salesforce", match: "PATCH /composite/sobjects", fault: "partial", times: 8, body: { statusCode } },
  ],
  comes: { end: "waits", holds: allOut },
});

export const optOuts = to("contact-unsubscribed", [
  { what: "of nobody whom Salesforce knows", reported: "customer.io alone" },
  {
    what: "of a Contact, a Lead, and a Lead that was converted",
    reported: "several records of one address",
    holds: (org) => [...both(org), org.convertLead(lead(org))],
    comes: { ...done, holds: allOut },
  },
  { what: "of whom one record is in an approval", reported: "ENTITY_IS_LOCKED", ...oneRefused("ENTITY_IS_LOCKED") },
  { what: "of whom a rep edits one record", reported: "UNABLE_TO_LOCK_ROW", ...oneRefused("UNABLE_TO_LOCK_ROW") },
  {
    what: "of whom one record is not shared with ycat",
    reported: "private Contacts",
    ...oneRefused("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
  },
  {
    what: "where a duplicate rule alerts at each edit of two alike",
    reported: "jsforce/jsforce#1055",
    holds(org) {
      both(org);
      org.configure({ duplicateRule: "alert", duplicateRuleAtEdits: true });
    },
    comes: { ...done, holds: allOut },
  },
  {
    what: "of a Lead that somebody has: the org's assignment rule does not take it away",
    reported:
      "restforce/restforce#204, simple-salesforce/simple-salesforce#419: each change without Sforce-Auto-Assign",
    holds(org) {
      org.insert("User", { Id: OWNER, LastName: "Owner", IsActive: true });
      lead(org, { OwnerId: OWNER });
      org.configure({ defaultOwners: { Lead: org.insert("User", { LastName: "Assigned", IsActive: true }) } });
    },
    comes: { ...done, holds: { Lead: { ...OUT, OwnerId: OWNER } } },
  },
  {
    what: "that a rule of the org's refuses for one record: the other is opted out",
    reported: "a rule that old records break",
    holds(org) {
      contact(org);
      lead(org, { Title: "Admiral" });
      const when = { field: "Title" };
      org.configure({ validationRules: [{ object: "Lead", when, message: "No titles any more", field: "Title" }] });
    },
    comes: { end: "dead-lettered", attempt: 1, code: "FIELD_CUSTOM_VALIDATION_EXCEPTION", holds: { Contact: OUT } },
  },
  {
    what: "at which a trigger on Contacts fails: the Lead is opted out",
    reported: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    holds(org) {
      both(org);
      org.configure({ automations: [{ object: "Contact", on: "update", fails: "trigger" }] });
    },
    comes: { end: "dead-lettered", attempt: 5, code: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", holds: { Lead: OUT } },
  },
  {
    what: "that is older than the opt-in that stands",
    reported: "out of order",
    holds: (org) => lead(org, { Email_Consent_At__c: "2027-01-01T00:00:00Z" }),
    comes: { ...done, holds: { Lead: { HasOptedOutOfEmail: false } } },
  },
]);

function withStatuses(org: Org, all: readonly (readonly [label: string, hasResponded: boolean])[]) {
  const present = org.state()["CampaignMemberStatus"] as { Id: string; CampaignId: string }[];
  for (const { Id, CampaignId } of present) if (CampaignId === DINNER) org.remove(Id);
  for (const [place, [Label, HasResponded]] of all.entries()) {
    const status = { CampaignId: DINNER, Label, HasResponded, SortOrder: 10 + place, IsDefault: place === 0 };
    org.insert("CampaignMemberStatus", status);
  }
}

const noMember = { count: { CampaignMember: 0 } };
const MAIL = { triggered: { name: "registration_registered" } };

const CLOSED = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

export const registrations = to("registration-changed", [
  {
    what: "of a member of a campaign that a rule has closed: the mail goes out",
    reported: "sf.watch/articles/201",
    holds(org) {
      org.insert("CampaignMember", { CampaignId: DINNER, LeadId: lead(org), Status: "Sent" });
      const when = { field: "CampaignId", value: DINNER };
      org.configure({ validationRules: [{ object: "CampaignMember", when, message: "Closed", field: "Status" }] });
    },
    comes: { end: "dead-lettered", attempt: 1, code: CLOSED, holds: { CampaignMember: { Status: "Sent" }, ...MAIL } },
  },
  {
    what: "for a campaign to which no status may be added: the mail goes out",
    reported: "a rule of the org's",
    data: { occasionId: "zoom:99912345678" },
    answers: [refusing("POST /sobjects/CampaignMemberStatus", CLOSED, ["CampaignId"], 0)],
    comes: { end: "dead-lettered", attempt: 1, code: CLOSED, ...noMember, holds: MAIL },
  },
  {
    what: "for a campaign that has no such status: the mail goes out",
    reported: "a copied campaign",
    holds: (org) =>
      withStatuses(org, [
        ["Sent", false],
        ["Attending", true],
      ]),
    comes: { end: "dead-lettered", attempt: 1, code: "NO_SUCH_STATUS", ...noMember, holds: MAIL },
  },
  {
    what: "for a campaign that spells it otherwise",
    reported: "admins type",
    holds: (org) =>
      withStatuses(org, [
        ["sent", false],
        ["REGISTERED", true],
      ]),
    comes: { ...done, holds: { CampaignMember: { Status: "REGISTERED" } } },
  },
  {
    what: "of somebody whom a rep has invited",
    reported: "members by hand",
    holds: (org) => org.insert("CampaignMember", { CampaignId: DINNER, LeadId: lead(org), Status: "Sent" }),
    comes: { ...done, holds: { CampaignMember: { Status: "Registered" } } },
  },
  {
    what: "for an occasion that nobody has configured: the mail goes out",
    reported: "a new event",
    data: { occasionId: "app:nothing" },
    comes: { ...done, ...noMember, holds: MAIL, told: ["OCCASION_WITHOUT_CAMPAIGN"] },
  },
  {
    what: "for a campaign that was deleted",
    reported: "clean-up",
    holds: (org) => org.remove(DINNER),
    comes: { end: "dead-lettered", code: "NO_SUCH_CAMPAIGN", ...noMember, holds: MAIL },
  },
]);

const TAX_ID = "duplicate value found: Tax_Id__c duplicates value on record with id: 001Hs0000000009";

export const invoices = to("invoice-paid", [
  {
    what: "of an Account that was deleted",
    reported: "the recycle bin",
    holds: (org) => org.remove(org.insert("Account", CUSTOMER)),
  },
  {
    what: "of an Account that sales has merged into the customer's own",
    reported: "help.salesforce.com, Guidelines for Merging Duplicate Accounts: fields are the master's",
    holds(org) {
      const own = org.insert("Account", { Name: "Navy Ltd", Type: "Customer - Channel" });
      org.merge(own, org.insert("Account", CUSTOMER));
    },
    comes: {
      end: "done",
      holds: { Account: { Name: "Navy Ltd", Type: "Customer - Channel", Billing_Customer_Id__c: "cus_1" } },
    },
  },
  {
    what: "of an Account that was merged twice, in the end into another customer's",
    reported: "the same",
    holds(org) {
      const [other, between] = [{ Name: "Fleet", Billing_Customer_Id__c: "cus_2" }, { Name: "Navy Ltd" }].map(
        (fields) => org.insert("Account", fields),
      );
      org.merge(between ?? "", org.insert("Account", CUSTOMER));
      org.merge(other ?? "", between ?? "");
    },
    comes: { end: "done", holds: { Account: { Name: "Fleet", Billing_Customer_Id__c: "cus_2" } } },
  },
  {
    what: "in an org that keeps another field of Accounts unique: that one's Account is nobody's of ours",
    reported: "DUPLICATE_VALUE",
    holds: (org) => org.insert("Account", { Id: "001Hs0000000009IAA", Name: "Somebody else" }),
    answers: [refusing("POST /sobjects/Account", "DUPLICATE_VALUE", [], 0, TAX_ID)],
    comes: { end: "dead-lettered", attempt: 5, code: "DUPLICATE_VALUE", count: { Account: 1, Task: 0, messages: 0 } },
  },
  {
    what: "of an Account whose id was typed in capitals",
    reported: "external ids in any case",
    holds: (org) => org.insert("Account", { ...CUSTOMER, Billing_Customer_Id__c: "CUS_1" }),
  },
  {
    what: "in an org that requires a field of Tasks",
    reported: "REQUIRED_FIELD_MISSING",
    answers: [refusing("POST /sobjects/Task", "REQUIRED_FIELD_MISSING", ["Reason__c"], 8)],
    comes: { end: "waits" },
  },
  {
    what: "of an Account whose owner has left",
    reported: "INACTIVE_OWNER_OR_USER",
    answers: [refusing("POST /sobjects/Task", "INACTIVE_OWNER_OR_USER", [], 8)],
    comes: { end: "waits" },
  },
  {
    what: "in an org whose duplicate rule blocks the Account",
    reported: "DUPLICATES_DETECTED",
    answers: [refusing("POST /sobjects/Account", "DUPLICATES_DETECTED", [], 0)],
    comes: {
      end: "dead-lettered",
      attempt: 1,
      code: "DUPLICATES_DETECTED",
      count: { Account: 0, Task: 0, messages: 0 },
    },
  },
]);
