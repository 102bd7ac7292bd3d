import { createHash } from "node:crypto";
import { expect } from "@jest/globals";
import { campaigns } from "../../functions/configuration/campaigns.ts";
import type { OpenSystems } from "../../local/core/system.ts";
import type { Coming, Situation } from "./systems-lane.ts";

type Org = OpenSystems["salesforce"];

const EMAIL = "grace@example.com";
const CAMPAIGN = campaigns.get("contact-sales")?.campaignId ?? "";
const KEY = createHash("sha256").update(EMAIL).digest("hex");
const LAST_YEAR = { CreatedDate: "2025-01-01T00:00:00Z" };

const lead = (org: Org, fields: object = {}) =>
  org.insert("Lead", { LastName: "Hopper", Company: "Navy", Email: EMAIL, ...fields });
const contact = (org: Org, fields: object = {}) =>
  org.insert("Contact", { LastName: "Hopper", Email: EMAIL, ...fields });
const member = (org: Org, fields: object) => org.insert("CampaignMember", { CampaignId: CAMPAIGN, ...fields });

/** The campaign has these and no others; the first is its default. */
function withStatuses(org: Org, all: readonly (readonly [label: string, hasResponded: boolean])[]) {
  const present = org.state()["CampaignMemberStatus"] as { Id: string; CampaignId: string }[];
  for (const { Id, CampaignId } of present) if (CampaignId === CAMPAIGN) org.remove(Id);
  for (const [place, [Label, HasResponded]] of all.entries()) {
    const status = { CampaignId: CAMPAIGN, Label, HasResponded, SortOrder: 10 + place, IsDefault: place === 0 };
    org.insert("CampaignMemberStatus", status);
  }
}

type Row = readonly [what: string, reported: string, holds: (org: Org) => unknown, more?: Partial<Situation>];

const done: Coming = { end: "done" };
const holding = (record: Readonly<Record<string, object>>, more: Partial<Coming> = {}): Partial<Situation> => ({
  comes: { ...done, holds: record, ...more },
});

const toSituation = ([what, reported, arrange, more = {}]: Row): Situation => ({
  what,
  reported,
  holds: ({ salesforce }) => void arrange(salesforce),
  comes: done,
  ...more,
});

const records: readonly Row[] = [
  ["its Lead's e-mail in capitals", "reps type", (org) => lead(org, { Email: "GRACE@EXAMPLE.COM" })],
  [
    "an address with an apostrophe and a plus",
    "SOQL of others breaks",
    (org) => lead(org, { Email: "O'Hopper+News@example.com" }),
    { data: { email: "o'hopper+news@example.com" } },
  ],
  ["a Lead of a queue's", "assignment rules", (org) => lead(org, { OwnerId: "00GHs0000000001" })],
  ["a Lead that was closed", "Unqualified", (org) => lead(org, { Status: "Closed - Not Converted" })],
  ["a Lead that was converted", "conversion", (org) => org.convertLead(lead(org))],
  [
    "a Lead converted into a Contact that was merged since",
    "conversion, then a merge",
    (org) => org.merge(contact(org, { Email: "other@example.com" }), org.convertLead(lead(org)).contactId),
  ],
  [
    "a Lead that was merged into one without an e-mail",
    "a dedupe app",
    (org) => org.merge(lead(org, { Email: null }), lead(org, { Person_Key__c: KEY })),
  ],
  [
    "a Lead of a refreshed sandbox, whose address no longer is theirs",
    "rob-alexa/salesforce-sandbox-postcopy#2",
    (org) => lead(org, { Email: `${EMAIL}.invalid`, Person_Key__c: KEY }),
  ],
  [
    "a Lead in the recycle bin",
    "deleted by hand",
    (org) => org.remove(lead(org, { Person_Key__c: KEY, ...LAST_YEAR })),
  ],
  [
    "a Lead that was deleted and taken out of the bin",
    "undeleted by hand",
    (org) => {
      const id = lead(org, { Person_Key__c: KEY });
      org.remove(id);
      org.restore(id);
    },
  ],
  [
    "300 Contacts of one address",
    "info@",
    (org) => Array.from({ length: 300 }, () => contact(org)),
    { comes: { ...done, count: { Lead: 0 } } },
  ],
  [
    "a Lead that was converted by a flow as soon as it was there, as a member and a Contact",
    "auto-conversion",
    (org) => {
      const id = lead(org);
      member(org, { LeadId: id, Status: "Responded" });
      org.convertLead(id);
    },
  ],
  [
    "a Lead that nobody has named, at whose change the org crashes: all else is done",
    "UNKNOWN_EXCEPTION, an error of the platform's own",
    (org) => lead(org, { LastName: "[not provided]" }),
    {
      answers: [
        {
          system: "salesforce",
          match: "PATCH /sobjects/Lead/{id}",
          times: 0,
          fault: "reject-before",
          status: 500,
          body: [{ errorCode: "UNKNOWN_EXCEPTION", message: "An unexpected error occurred.", fields: [] }],
        },
      ],
      comes: { end: "dead-lettered", attempt: 100, code: "UNKNOWN_EXCEPTION" },
    },
  ],
  [
    "a Lead that has opted out",
    "a form is no opt-in",
    (org) => lead(org, { HasOptedOutOfEmail: true }),
    holding({ Lead: { HasOptedOutOfEmail: true } }),
  ],
];

const members: readonly Row[] = [
  [
    "a campaign with statuses of its own",
    "no Responded",
    (org) =>
      withStatuses(org, [
        ["Invited", false],
        ["Visited Booth", true],
      ]),
    holding({ CampaignMember: { Status: "Visited Booth", HasResponded: true } }),
  ],
  [
    "a campaign of which no status counts as a response",
    "reports stay at 0",
    (org) =>
      withStatuses(org, [
        ["Sent", false],
        ["Opened", false],
      ]),
    holding({ CampaignMember: { Status: "Sent" } }, { told: ["NO_STATUS_IS_A_RESPONSE"] }),
  ],
  [
    "a campaign that has ended, and is inactive",
    "the API adds to it all the same",
    (org) => org.update(CAMPAIGN, { IsActive: false, EndDate: "2020-01-01", Status: "Completed" }),
  ],
  [
    "a campaign that was deleted",
    "clean-up",
    (org) => org.remove(CAMPAIGN),
    { comes: { end: "dead-lettered", code: "NO_SUCH_CAMPAIGN", count: { CampaignMember: 0 } } },
  ],
  [
    "a member as a Lead, who is a Contact too",
    "both kinds",
    (org) => {
      member(org, { LeadId: lead(org), Status: "Responded" });
      contact(org);
    },
  ],
  [
    "a member whom somebody has given a further status",
    "reps",
    (org) => {
      withStatuses(org, [
        ["Sent", false],
        ["Responded", true],
        ["Meeting Held", true],
      ]);
      member(org, { LeadId: lead(org), Status: "Meeting Held" });
    },
    holding({ CampaignMember: { Status: "Meeting Held" } }),
  ],
];

const setUps: readonly Row[] = [
  [
    "State and Country picklists",
    "USA is not United States",
    (org) => org.configure({ countryPicklists: true }),
    { data: { country: "USA" }, ...holding({ Lead: { Description: expect.stringContaining("Country: USA") } }) },
  ],
  [
    "the same, and a hidden Description",
    "field-level security",
    (org) => org.configure({ hiddenFields: ["Lead.Description"], countryPicklists: true }),
    { data: { country: "USA", message: "Hello" }, comes: { ...done, told: ["INVALID_FIELD"] } },
  ],
  [
    "fields that the user may not write",
    "field-level security",
    (org) => org.configure({ readOnlyFields: ["Lead.LeadSource", "Lead.Title"] }),
    { data: { title: "Admiral" }, ...holding({ Lead: { Description: expect.stringContaining("Title: Admiral") } }) },
  ],
  [
    "a flow that meets a lock",
    "CANNOT_EXECUTE_FLOW_TRIGGER",
    (org) => org.configure({ automations: [{ object: "Lead", fails: "flow lock", times: 7 }] }),
    { comes: { end: "waits" } },
  ],
  [
    "a rule without a field",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    (org) =>
      org.configure({ validationRules: [{ object: "Lead", when: { field: "Company" }, message: "Bitte Rechtsform" }] }),
    {
      comes: {
        end: "dead-lettered",
        attempt: 1,
        code: "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        count: { Lead: 0, CampaignMember: 0 },
      },
    },
  ],
  [
    "an app that merges new Leads",
    "dedupe",
    (org) => {
      lead(org, { Email: null });
      org.configure({ deduplication: "merges" });
    },
  ],
  [
    "names longer than its fields",
    "80 and 40 characters, an emoji at the border",
    () => {},
    {
      data: { firstName: "👩‍👩‍👧‍👦".repeat(10), lastName: `${"x".repeat(79)}😀`, company: "Ü".repeat(300) },
      ...holding({ Lead: { LastName: "x".repeat(79), Company: "Ü".repeat(255) } }),
    },
  ],
];

export const orgs: readonly Situation[] = [...records, ...members, ...setUps].map(toSituation);

const seeded =
  (person: object) =>
  ({ customerio }: OpenSystems) =>
    customerio.seed({ people: [person] });
const optedOut = holding({ Lead: { HasOptedOutOfEmail: true } });

export const workspaces: readonly Situation[] = [
  {
    what: "a person under an id of its own, with the address in capitals",
    reported: "id and email are identifiers both",
    holds: seeded({ id: "u1", email: "Grace@Example.com", attributes: { plan: "pro" } }),
    comes: { ...done, holds: { people: { id: "u1" } } },
  },
  {
    what: "a person who is suppressed: nothing is written, and nobody told",
    reported: "docs.customer.io, suppress",
    holds: ({ customerio }) => customerio.suppress(EMAIL),
    comes: { ...done, count: { people: 0, events: 0 } },
  },
  {
    what: "a person who has unsubscribed",
    reported: "before there was a Lead",
    holds: seeded({ email: EMAIL, attributes: { unsubscribed: true } }),
    comes: done,
    ...optedOut,
  },
  {
    what: "an unsubscribed that an import has written as a text",
    reported: "CSV imports",
    holds: seeded({ email: EMAIL, attributes: { unsubscribed: "true" } }),
    comes: done,
    ...optedOut,
  },
  {
    what: "a person with all topics off, who is not unsubscribed",
    reported: "subscription preferences",
    holds: seeded({ email: EMAIL, attributes: { cio_subscription_preferences: { topics: { topic_1: false } } } }),
    comes: done,
  },
  {
    what: "a person who has switched off the e-mail channel, and is not unsubscribed",
    reported: "subscription preferences, by channel",
    holds: seeded({ email: EMAIL, attributes: { cio_subscription_preferences: { channels: { email: false } } } }),
    comes: done,
    ...optedOut,
  },
  {
    what: "values of more than 1,000 bytes",
    reported: "docs.customer.io, limits",
    data: { company: "Ü".repeat(2000), pageUrl: `https://www.example.com/${"x".repeat(3000)}` },
    comes: { ...done, told: ["TOO_LONG"] },
  },
  {
    what: "an address that begins as a cio_id does",
    reported: "the call would be dropped with a 200",
    data: { email: "cio_grace@example.com" },
    comes: { ...done, holds: { people: { email: "cio_grace@example.com" } } },
  },
  {
    what: "an address with what paths are made of",
    reported: "customerio clients that do not encode",
    data: { email: "a/b%c?d#e@example.com" },
    comes: { ...done, holds: { people: { email: "a/b%c?d#e@example.com" } } },
  },
];

const CHANNEL = "C0SALES0001";
const inChannel = (what: string, reported: string, more: Partial<Situation>): Situation => ({
  what,
  reported,
  handler: "form-submitted-slack",
  comes: done,
  ...more,
});

export const channels: readonly Situation[] = [
  inChannel("mentions and links that a form brings", "mrkdwn", {
    data: { message: "<!channel> & <@U123> <https://evil.example|bank>", firstName: "<!here>" },
    ...holding({ messages: { text: expect.stringContaining("&lt;!channel&gt; &amp; &lt;@U123&gt;") } }),
  }),
  inChannel("a text of which each character is escaped", "msg_too_long", {
    data: { message: "&".repeat(9000) },
    ...holding({ messages: { text: expect.stringMatching(/^.{3,4000}$/s) } }),
  }),
  inChannel("a hundred messages since, in pages of fifteen", "conversations.history since 2025", {
    holds({ slack }) {
      slack.limitPages(15);
      slack.seed({ messages: Array.from({ length: 100 }, (_, at) => ({ channel: CHANNEL, text: `${at}` })) });
    },
    comes: { ...done, count: { messages: 101 } },
  }),
  inChannel("the same words, by a person", "somebody was faster", {
    holds: ({ slack }) => slack.seed({ messages: [{ channel: CHANNEL, text: "Grace Hopper, Navy (contact-sales)" }] }),
    comes: { ...done, count: { messages: 2 } },
  }),
  inChannel("a currency without minor units", "Stripe, zero-decimal", {
    handler: "invoice-paid",
    data: { amount: 5000, currency: "JPY" },
    ...holding({ messages: { text: expect.stringContaining("¥5,000") } }),
  }),
  inChannel("a currency that nobody knows", "test data", {
    handler: "invoice-paid",
    data: { amount: 5000, currency: "XYZ" },
  }),
];
