import { isId } from "../api/ids.ts";
import type { Records, OrgRecord } from "../api/records.ts";
import type { Person } from "../salesforce.ts";
import { inChunks, soql } from "../api/soql.ts";

/** What toPerson needs to know of a Lead. */
export const CONVERSION_FIELDS = ["IsConverted", "ConvertedContactId"];

/**
 * See Salesforce.findPerson. An e-mail with more than 200 records of a kind is a placeholder and no person. Leads are asked
 * for before Contacts: whoever is converted in between is found as a Contact then, and not overlooked for another Lead.
 */
export async function findPerson(records: Records, email: string): Promise<Person | undefined> {
  const leads = await records.query(
    soql`SELECT Id, IsConverted, ConvertedContactId FROM Lead WHERE Email = ${email} ORDER BY CreatedDate, Id LIMIT 200`,
  );
  const contacts = await records.query(
    soql`SELECT Id FROM Contact WHERE Email = ${email} ORDER BY CreatedDate, Id LIMIT 200`,
  );
  return toPerson(email, { contacts, leads, findContact: (ids) => findByQuery(records, ids) });
}

interface Found {
  readonly contacts: readonly OrgRecord[];
  /** With CONVERSION_FIELDS. */
  readonly leads: readonly OrgRecord[];
  /** The first of these Contacts that is there: one that a Lead was converted into may have been deleted since. */
  readonly findContact: (ids: readonly string[]) => Promise<string | undefined>;
}

/** Rows oldest first: the pick is the same whoever makes it, and whenever. */
export async function toPerson(email: string, { contacts, leads, findContact }: Found): Promise<Person | undefined> {
  const convertedTo = convertedContactIds(leads);
  const contactIds = [...new Set([...contacts.map(({ id }) => id), ...convertedTo])];
  const leadIds = leads.map(({ id }) => id);
  const openLead = leads.find(({ fields }) => fields["IsConverted"] === false);
  const toBe = (type: "Contact" | "Lead", id: string) => ({ email, record: { type, id }, contactIds, leadIds });
  if (contacts[0] !== undefined) return toBe("Contact", contacts[0].id);
  if (openLead !== undefined) return toBe("Lead", openLead.id);
  const contactId = await findContact(convertedTo);
  return contactId === undefined ? undefined : toBe("Contact", contactId);
}

/** The Contacts that these Leads have become, each once. */
export function convertedContactIds(leads: readonly OrgRecord[]): string[] {
  return [...new Set(leads.map(({ fields }) => fields["ConvertedContactId"]).filter(isId))];
}

async function findByQuery(records: Records, ids: readonly string[]): Promise<string | undefined> {
  for (const chunk of inChunks(ids)) {
    const present = await records.query(soql`SELECT Id FROM Contact WHERE Id IN ${chunk}`);
    const found = chunk.find((id) => present.some((contact) => contact.id === id));
    if (found !== undefined) return found;
  }
  return undefined;
}
