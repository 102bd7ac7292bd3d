import { createHash } from "node:crypto";
import type { StartingState, Subject } from "../../core/circumstances.ts";
import type { Salesforce } from "../salesforce.ts";
import { configuredCampaigns, mailingCampaigns, occasionCampaigns } from "../state/campaigns.ts";
import { addMember, insertContact, insertLead, NOT_PROVIDED, TYPED_IN } from "./typed-in.ts";

/** Longer than the first redelivery's delay: it still can't find a record that was just written. */
const LAG_MS = 15_000;

/** A status beyond a new member's initial one. */
const RESPONDED = "Responded";

/** New Leads belong to the org's queue. */
const QUEUE = "00GHp0000000001IAA";

/**
 * What an org may know of a person or customer. The spelling of e-mails differs from the event's, as when people type
 * them.
 */
export function startingStates(org: Salesforce): StartingState[] {
  const ofOccasions = registrations(org).map((state) => ({ ...state, ofData: "occasionId" }));
  const ofMailings = recipients(org).map((state) => ({ ...state, ofData: "mailingId" }));
  const ofPeople = [...people(org), ...members(org), ...ofOccasions, ...ofMailings].map((state) => ({
    ...state,
    of: "people" as const,
  }));
  const ofKeys = customers(org).map((state) => ({ ...state, of: "keys" as const }));
  return [
    { name: "nobody", arrange: () => {} },
    ...ofPeople,
    ...ofKeys,
    { name: "nobody, and queries lag", isOfAll: true, arrange: () => org.configure({ indexLagMs: LAG_MS }) },
    {
      name: "nobody, and an app merges new Leads",
      of: "people",
      isActing: true,
      isOfAll: true,
      arrange: () => org.configure({ deduplication: "merges" }),
    },
    ownWords(org),
  ];
}

/** Customised orgs: picklists with their own values, fields hidden from the API user or read-only for it. */
function ownWords(org: Salesforce): StartingState {
  const refused = ["Country", "LeadSource", "Title", "Phone"];
  return {
    name: "nobody, in an org of its own words",
    of: "people",
    isOfAll: true,
    refuses: { like: "nobody", fields: refused.map((field) => ({ kind: "Lead", field })) },
    arrange: () =>
      org.configure({
        restrictedPicklists: { "Lead.Country": ["Ireland"], "Lead.LeadSource": ["Trade Show"] },
        hiddenFields: ["Lead.Title"],
        readOnlyFields: ["Lead.Phone"],
      }),
  };
}

/** Accounts with the billing system's id. */
function customers(org: Salesforce): StartingState[] {
  const account = ({ key, names = {} }: Subject, Type: string) => {
    if (key === undefined) return;
    const Name = names["customername"] ?? names["company"] ?? "Typed In Ltd";
    org.insert("Account", { Name, Description: "Wants a call.", Billing_Customer_Id__c: key, Type });
  };
  return [
    { name: "an Account, a prospect's", arrange: (subject) => account(subject, "Prospect") },
    { name: "an Account, a reseller's customer", arrange: (subject) => account(subject, "Customer - Channel") },
  ];
}

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/** Created this long before the event and unchanged since; by default, records are as old as the event. */
function since({ eventAt }: Subject, milliseconds: number): object {
  const at = new Date(eventAt - milliseconds).toISOString();
  return { CreatedDate: at, LastModifiedDate: at, SystemModstamp: at };
}

/** Of whom nothing is known but the e-mail: whatever fills what is empty has something to fill. */
const UNNAMED = {
  ...Object.fromEntries(TYPED_IN.map((field) => [field, null])),
  FirstName: null,
  LastName: NOT_PROVIDED,
};

function nameless(org: Salesforce): StartingState[] {
  return [
    {
      name: "a Lead that nobody has named",
      arrange: (subject) =>
        void insertLead(org, subject, { ...UNNAMED, Company: NOT_PROVIDED, ...since(subject, YEAR_MS) }),
    },
    {
      name: "a Contact that nobody has named",
      arrange: (subject) => void insertContact(org, subject, { ...UNNAMED, ...since(subject, YEAR_MS) }),
    },
  ];
}

/** Of two records the older one is imported last: ids don't tell which is older. */
function people(org: Salesforce): StartingState[] {
  return [
    { name: "a Contact", arrange: (subject) => void insertContact(org, subject, since(subject, YEAR_MS)) },
    { name: "a Lead", isSetUp: true, arrange: (subject) => insertAssigned(org, subject) },
    ...nameless(org),
    { name: "a converted Lead", arrange: (subject) => void org.convertLead(insertLead(org, subject)) },
    { name: "a converted Lead with our key, its Contact deleted since", arrange: (subject) => spendKey(org, subject) },
    {
      name: "a Contact and a Lead",
      arrange(subject) {
        insertContact(org, subject);
        insertLead(org, subject);
      },
    },
    {
      name: "two Contacts",
      arrange(subject) {
        insertContact(org, subject, { FirstName: "Augusta", ...since(subject, HOUR_MS) });
        insertContact(org, subject, since(subject, 2 * HOUR_MS));
      },
    },
    {
      name: "two Leads",
      isOfAll: true, // its queries have pages of one row
      arrange(subject) {
        org.configure({ pageSize: 1 });
        insertLead(org, subject, {
          FirstName: "Augusta",
          Company: "Byron & Daughters",
          ...since(subject, 30 * DAY_MS),
        });
        insertLead(org, subject, since(subject, YEAR_MS));
      },
    },
    {
      name: "a converted Lead, its Contact's e-mail changed since",
      arrange: (subject) =>
        org.update(org.convertLead(insertLead(org, subject)).contactId, { Email: "elsewhere@example.com" }),
    },
    { name: "opted out", arrange: (subject) => void insertLead(org, subject, { HasOptedOutOfEmail: true }) },
    {
      name: "a Contact, opted out",
      arrange: (subject) => void insertContact(org, subject, { HasOptedOutOfEmail: true }),
    },
  ];
}

/** Updates go to the queue by the org's assignment rule, unless they opt out. */
function insertAssigned(org: Salesforce, subject: Subject): void {
  insertLead(org, subject);
  org.configure({ defaultOwners: { Lead: QUEUE } });
}

function members(org: Salesforce): StartingState[] {
  const addResponded = (
    { configuration }: Subject,
    record: { readonly LeadId: string } | { readonly ContactId: string },
  ) => addMember(org, configuredCampaigns(configuration), { ...record, Status: RESPONDED });
  const addLead = (subject: Subject) => {
    const LeadId = insertLead(org, subject);
    addResponded(subject, { LeadId });
    return LeadId;
  };
  return [
    { name: "already a member", arrange: (subject) => void addLead(subject) },
    {
      name: "a member as a Lead, a Contact since",
      arrange(subject) {
        addLead(subject);
        insertContact(org, subject);
      },
    },
    { name: "a member, converted since", arrange: (subject) => void org.convertLead(addLead(subject)) },
    {
      name: "a member as a Contact, a Lead since",
      arrange(subject) {
        addResponded(subject, { ContactId: insertContact(org, subject) });
        insertLead(org, subject);
      },
    },
    {
      name: "a member, converted since into a Contact whose e-mail has changed",
      arrange: (subject) => org.update(org.convertLead(addLead(subject)).contactId, { Email: "elsewhere@example.com" }),
    },
  ];
}

/** Members whose status an earlier or later event has set. */
function registrations(org: Salesforce): StartingState[] {
  const stands = (Status: string, minutesAfter: number) => (subject: Subject) => {
    const at = new Date(subject.eventAt + minutesAfter * 60_000).toISOString();
    const member = { LeadId: insertLead(org, subject), Status, Registration_At__c: at };
    for (const { id } of occasionCampaigns(subject.configuration))
      org.insert("CampaignMember", { CampaignId: id, ...member });
  };
  return [
    { name: "registered an hour before", arrange: stands("Registered", -60) },
    { name: "cancelled an hour later", arrange: stands("Cancelled", 60) },
  ];
}

/** Members whose status reports an e-mail. */
function recipients(org: Salesforce): StartingState[] {
  const is = (Status: string) => (subject: Subject) =>
    addMember(org, mailingCampaigns(subject.configuration), { LeadId: insertLead(org, subject), Status });
  return [
    { name: "a mail was sent to", arrange: is("Sent") },
    { name: "has responded to a mail", arrange: is("Responded") },
  ];
}

function spendKey(org: Salesforce, subject: Subject): void {
  const key = createHash("sha256").update(subject.email).digest("hex");
  org.remove(org.convertLead(insertLead(org, subject, { Person_Key__c: key })).contactId);
}
