import { API_USER_ID } from "./owners.ts";
import { findMember } from "./campaign-members.ts";
import { liveRow, rowsWith, timestamp, typeNamed } from "../state/org.ts";
import type { Org } from "../state/org.ts";
import { insertRow } from "../state/records.ts";
import type { Fields, Row, Undo } from "../state/store.ts";

/** What a Lead has become. */
export interface Conversion {
  readonly accountId: string;
  readonly contactId: string;
}

const COPIED = [
  "Salutation",
  "FirstName",
  "LastName",
  "Title",
  "Email",
  "Phone",
  "MobilePhone",
  "Description",
  "LeadSource",
  "HasOptedOutOfEmail",
];

/**
 * Converts a Lead as a salesperson does: into a new Account and Contact, or into an existing Contact. The Lead stays,
 * read-only, with its e-mail; its memberships get the Contact besides the Lead, and its Tasks move to the Contact.
 */
export function convertLead(org: Org, undo: Undo, lead: Row, existingContactId?: string): Conversion {
  const contact = existingContactId === undefined ? insertContact(org, undo, lead) : liveRow(org, existingContactId);
  if (contact?.type.name !== "Contact")
    throw new Error(`${existingContactId ?? "undefined"} is no Contact to convert a Lead into.`);
  const contactId = contact.id;
  const accountId = String(contact.fields["AccountId"] ?? "");
  const now = timestamp(org.clock);
  const conversion = {
    IsConverted: true,
    ConvertedDate: now.slice(0, 10),
    ConvertedContactId: contactId,
    ConvertedAccountId: accountId === "" ? null : accountId,
  };
  org.store.write(
    lead,
    { ...lead.fields, ...conversion, Status: "Closed - Converted", LastModifiedDate: now, SystemModstamp: now },
    undo,
  );
  moveMemberships(org, undo, lead, contactId);
  for (const task of rowsWith(org, "Task", "WhoId", lead.id))
    org.store.write(task, { ...task.fields, WhoId: contactId }, undo);
  return { accountId, contactId };
}

function insertContact(org: Org, undo: Undo, lead: Row): Row {
  const { Company = null, OwnerId: owner = null } = lead.fields;
  // A queue can't own a Contact: the converting user becomes the owner.
  const OwnerId = String(owner).startsWith("00G") ? API_USER_ID : owner;
  const account = insertRow(org, undo, typeNamed(org, "Account"), { Name: Company, OwnerId });
  const copied: Fields = Object.fromEntries(COPIED.map((name) => [name, lead.fields[name] ?? null]));
  return insertRow(org, undo, typeNamed(org, "Contact"), {
    ...copied,
    OwnerId,
    MailingCountry: lead.fields["Country"] ?? null,
    AccountId: account.id,
  });
}

/** [U] what becomes of the Lead's membership if the Contact has one already: here it stays the Lead's. */
function moveMemberships(org: Org, undo: Undo, lead: Row, contactId: string): void {
  for (const member of rowsWith(org, "CampaignMember", "LeadId", lead.id)) {
    if (
      findMember(org, member.type, { CampaignId: member.fields["CampaignId"] ?? null, ContactId: contactId }) !==
      undefined
    )
      continue;
    org.store.write(
      member,
      { ...member.fields, ContactId: contactId, LeadOrContactId: contactId, Type: "Contact" },
      undo,
    );
  }
}
