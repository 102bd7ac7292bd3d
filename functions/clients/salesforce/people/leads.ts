import { createHash } from "node:crypto";
import { PermanentError, UnavailableError } from "../../../runtime/define/errors.ts";
import { readMatches } from "./duplicates.ts";
import { CONVERSION_FIELDS, toPerson } from "./people.ts";
import { findByReading } from "../api/records.ts";
import type { Records } from "../api/records.ts";
import { refusalError } from "../api/refusals.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import type { FieldValues, Person } from "../salesforce.ts";

/** One more for each Contact that the person was made into and that is deleted: so many are no accident. */
const MOST_KEYS = 5;

/**
 * Creates the Lead under the person's unique key. Not as an upsert: that would overwrite what a human has entered since.
 * A key whose Lead was converted into a Contact that is deleted is spent, for such a Lead can't be edited: the next key
 * follows from it, the same for all deliveries, so that these too make one Lead.
 * @throws PermanentError with DUPLICATES_DETECTED when the org's duplicate rules refuse the person for good.
 */
export async function createLead(
  records: Records,
  keyField: string | undefined,
  email: string,
  fields: FieldValues,
): Promise<Person> {
  let key = personKey(email);
  for (let tried = 0; tried < MOST_KEYS; tried += 1) {
    const lead = { ...fields, Email: email, ...(keyField === undefined ? {} : { [keyField]: key }) };
    const { person, refusal } = await createUnlessDuplicate(records, email, lead);
    if (refusal === undefined) return person;
    if (keyField === undefined || !isTaken(refusal, keyField)) throw creationError(refusal, keyField);
    // By the key, for a query may not see yet what another delivery has just created.
    const holder = await records.read("Lead", key, { fields: CONVERSION_FIELDS, keyField });
    // Deleted since, or not for our user to see.
    if (holder === undefined) throw refusalError(refusal);
    const present = await toPerson(email, {
      contacts: [],
      leads: [holder],
      findContact: findByReading(records, "Contact"),
    });
    if (present !== undefined) return present;
    key = personKey(email, holder.id);
  }
  throw tooManyKeys();
}

/** The unique key's value: the same for one e-mail for ever, and it names nobody. */
export function personKey(email: string, spentBy?: string): string {
  const text = spentBy === undefined ? email : JSON.stringify([email, spentBy]);
  return createHash("sha256").update(text).digest("hex");
}

type Creation =
  | { readonly person: Person; readonly refusal?: undefined }
  | { readonly person?: undefined; readonly refusal: OrgRefusal };

async function createUnlessDuplicate(records: Records, email: string, lead: FieldValues): Promise<Creation> {
  const expected = ["DUPLICATE_VALUE", "DUPLICATES_DETECTED"];
  let created = await records.create("Lead", lead, { expected });
  if (created.refusal?.code === "DUPLICATES_DETECTED") {
    const match = await readMatches(records, created.refusal, email);
    if (match !== undefined) return { person: match };
    // The rule's match was a fuzzy one, on somebody else.
    const headers = { "Sforce-Duplicate-Rule-Header": "allowSave=true" };
    created = await records.create("Lead", lead, { expected, headers });
  }
  const { refusal } = created;
  if (refusal !== undefined) return { refusal };
  const { id } = created;
  return { person: { email, record: { type: "Lead", id }, contactIds: [], leadIds: [id] } };
}

/** Salesforce names the field in its text; another unique field of the org may be the one. */
function isTaken({ code, field = "" }: OrgRefusal, keyField: string): boolean {
  return code === "DUPLICATE_VALUE" && ["", keyField.toLowerCase()].includes(field.toLowerCase());
}

function creationError(refusal: OrgRefusal, keyField: string | undefined): Error {
  const { code, field, operation, status, cause } = refusal;
  if (code !== "INVALID_FIELD" || field === undefined || field !== keyField) return refusalError(refusal);
  const message = `salesforce knows no field ${field} on Lead: add it (text 64, unique, external id), or set SALESFORCE_PERSON_KEY_FIELD`;
  return new UnavailableError(message, { code, system: "salesforce", operation, field, status }, { cause });
}

function tooManyKeys(): PermanentError {
  const message = `${MOST_KEYS} Leads with this person's keys are converted into Contacts that are deleted: somebody must say who the person is now`;
  return new PermanentError(message, {
    code: "CONVERTED_LEADS_WITHOUT_CONTACT",
    system: "salesforce",
    operation: "POST /sobjects/Lead",
  });
}
