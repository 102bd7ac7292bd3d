import type { Subject } from "../../core/circumstances.ts";
import type { Salesforce } from "../salesforce.ts";
import type { Campaign } from "../state/campaigns.ts";

/** What salespeople know beyond any form. */
const WORKED_ON = {
  Salutation: "Ms.",
  Title: "Head of Typing",
  Phone: "+353 1 555 0100",
  MobilePhone: "+353 87 555 0100",
  Description: "Met at the fair; wants a call in spring.",
  LeadSource: "Trade Show",
};

/** Fields in which people type something. */
export const TYPED_IN = Object.keys(WORKED_ON);

/** What many integrations put where Salesforce requires something of a person. */
export const NOT_PROVIDED = "[not provided]";

/** What other people share with the event's person. */
function alike({ names = {} }: Subject, ...fields: readonly string[]): object {
  const known = fields.map((field) => [field, names[field.toLowerCase()]]);
  return Object.fromEntries(known.filter(([, name]) => name !== undefined));
}

export function insertLead(org: Salesforce, subject: Subject, fields: object = {}): string {
  return org.insert("Lead", {
    FirstName: "A.",
    LastName: "Typed In",
    Company: "Typed In Ltd",
    Email: subject.email.charAt(0).toUpperCase() + subject.email.slice(1),
    ...WORKED_ON,
    Website: "https://typed-in.example.com",
    Country: "Ireland",
    Status: "Working - Contacted",
    Industry: "Engineering",
    ...alike(subject, "FirstName", "LastName", "Company"),
    ...fields,
  });
}

export function insertContact(org: Salesforce, subject: Subject, fields: object = {}): string {
  return org.insert("Contact", {
    FirstName: "A.",
    LastName: "On File",
    Email: subject.email,
    ...WORKED_ON,
    MailingCountry: "Ireland",
    ...alike(subject, "FirstName", "LastName"),
    ...fields,
  });
}

export function addMember(
  org: Salesforce,
  campaigns: readonly Campaign[],
  person: ({ LeadId: string } | { ContactId: string }) & { Status?: string },
): void {
  for (const { id } of campaigns) org.insert("CampaignMember", { CampaignId: id, ...person });
}
