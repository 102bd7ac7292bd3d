import { createHash } from "node:crypto";
import { PermanentError, UnavailableError } from "../../runtime/define/errors.ts";
import type { Fields, Person } from "./salesforce.ts";
import { isId } from "./records.ts";
import type { Records, Row } from "./records.ts";
import { refusalError } from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { asObject, asObjects } from "../outgoing/json.ts";
import { soql } from "./soql.ts";

/**
 * See Salesforce.findPerson. An e-mail with more than 200 records of a kind is a placeholder and no person; and as many ids
 * fit into the membership's query, whose URL may have 16 KB. Leads are asked for before Contacts: whoever is converted in
 * between is found as a Contact then, and not overlooked for another Lead.
 */
export async function findPerson(records: Records, email: string): Promise<Person | undefined> {
  const leads = await records.query(
    soql`SELECT Id, IsConverted, ConvertedContactId FROM Lead WHERE Email = ${email} ORDER BY CreatedDate, Id LIMIT 200`,
  );
  const contacts = await records.query(
    soql`SELECT Id FROM Contact WHERE Email = ${email} ORDER BY CreatedDate, Id LIMIT 200`,
  );
  return toPerson(email, contacts, leads);
}

/** Rows oldest first: the pick is the same whoever makes it, and whenever. */
function toPerson(email: string, contacts: readonly Row[], leads: readonly Row[]): Person | undefined {
  const convertedTo = leads.map(({ fields }) => fields["ConvertedContactId"]).filter(isId);
  const contactIds = [...new Set([...contacts.map(({ id }) => id), ...convertedTo])];
  const leadIds = leads.map(({ id }) => id);
  const openLead = leads.find(({ fields }) => fields["IsConverted"] === false);
  const [contactId] = contacts.length === 0 && openLead !== undefined ? [] : contactIds;
  if (contactId !== undefined) return { email, record: { type: "Contact", id: contactId }, contactIds, leadIds };
  if (openLead !== undefined) return { email, record: { type: "Lead", id: openLead.id }, contactIds, leadIds };
  return undefined;
}

/**
 * Creates the Lead under the person's unique key. Not as an upsert: that would overwrite what a human has entered since.
 * @throws PermanentError with DUPLICATES_DETECTED when the org's duplicate rules refuse the person for good.
 */
export async function createLead(
  records: Records,
  keyField: string | undefined,
  email: string,
  fields: Fields,
): Promise<Person> {
  const key = keyField === undefined ? undefined : { field: keyField, value: personKey(email) };
  const lead = { ...fields, Email: email, ...(key === undefined ? {} : { [key.field]: key.value }) };
  const create = (headers?: Record<string, string>) =>
    records.create("Lead", lead, {
      expected: ["DUPLICATE_VALUE", "DUPLICATES_DETECTED"],
      ...(headers === undefined ? {} : { headers }),
    });

  let created = await create();
  if (created.refusal?.code === "DUPLICATES_DETECTED") {
    const match = await readMatches(records, created.refusal, email);
    if (match !== undefined) return match;
    // The rule's match was a fuzzy one, on somebody else.
    created = await create({ "Sforce-Duplicate-Rule-Header": "allowSave=true" });
  }
  if (created.refusal === undefined) {
    return { email, record: { type: "Lead", id: created.id }, contactIds: [], leadIds: [created.id] };
  }
  const { refusal } = created;
  if (refusal.code === "DUPLICATE_VALUE" && key !== undefined) return readByKey(records, refusal, email, key);
  if (refusal.code === "INVALID_FIELD" && key !== undefined && refusal.field === key.field)
    throw missingKeyField(refusal, key.field);
  throw refusalError(refusal);
}

/** The unique key's value: the same for one e-mail for ever, and it names nobody. */
export function personKey(email: string): string {
  return createHash("sha256").update(email).digest("hex");
}

const LEAD_FIELDS = ["Email", "IsConverted", "ConvertedContactId"];

/** The Lead that holds the key. Read by the key, for a query may not see yet what another delivery has just created. */
async function readByKey(
  records: Records,
  refusal: Refusal,
  email: string,
  key: { field: string; value: string },
): Promise<Person> {
  const lead = await records.read("Lead", key.value, { fields: LEAD_FIELDS, keyField: key.field });
  // Deleted since, or another unique field of the org refuses: the next delivery starts anew.
  if (lead === undefined) throw refusalError(refusal);
  const person = toPerson(email, [], [lead]);
  if (person !== undefined) return person;
  const message =
    "the Lead with this person's key is converted and refers to no Contact: somebody must say who the person is now";
  throw new PermanentError(message, {
    code: "CONVERTED_LEAD_WITHOUT_CONTACT",
    system: "salesforce",
    operation: refusal.operation,
  });
}

/** The person, if the duplicate rule's matches hold one with the same e-mail: rules match likeness, not identity. */
async function readMatches(records: Records, refusal: Refusal, email: string): Promise<Person | undefined> {
  const matches = matchedRecords(refusal);
  const read = (type: string, fields: string[]) =>
    Promise.all(matches.filter((match) => match.type === type).map(({ id }) => records.read(type, id, { fields })));
  const [contacts, leads] = await Promise.all([read("Contact", ["Email"]), read("Lead", LEAD_FIELDS)]);
  const same = (rows: readonly (Row | undefined)[]) =>
    rows.filter((row) => row !== undefined).filter((row) => hasEmail(row, email));
  return toPerson(email, same(contacts), same(leads));
}

function hasEmail({ fields }: Row, email: string): boolean {
  const held = fields["Email"];
  return typeof held === "string" && held.trim().normalize("NFC").toLowerCase() === email;
}

/** As many as are worth a read each. */
const MOST_MATCHES = 10;

/** Salesforce spells it duplicateResut, but not always. */
function matchedRecords({ items }: Refusal): { readonly type: string; readonly id: string }[] {
  const results = items.map((item) => asObject(item["duplicateResut"] ?? item["duplicateResult"]));
  const matches = results
    .flatMap((result) => asObjects(result?.["matchResults"]))
    .flatMap((match) => asObjects(match["matchRecords"]));
  return matches.slice(0, MOST_MATCHES).flatMap((match) => {
    const record = asObject(match["record"]);
    const type = asObject(record?.["attributes"])?.["type"];
    const id = record?.["Id"];
    return typeof type === "string" && isId(id) ? { type, id } : [];
  });
}

/** The org lacks our field: every message would be refused, so none is dead-lettered for it. */
function missingKeyField({ code, operation, status, cause }: Refusal, field: string): UnavailableError {
  const message = `salesforce knows no field ${field} on Lead: add it (text 64, unique, external id), or set SALESFORCE_PERSON_KEY_FIELD`;
  return new UnavailableError(message, { code, system: "salesforce", operation, field, status }, { cause });
}
