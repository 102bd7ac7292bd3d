import { Refusal } from "../state/refusal.ts";
import type { Org } from "../state/org.ts";
import { rowsWith } from "../state/org.ts";
import { personFields } from "../state/person-accounts.ts";
import type { ObjectType } from "../state/schema.ts";
import type { Fields, Row, Undo } from "../state/store.ts";

/** A person account is one record with two faces; its Contact can only be written through it. */
export function checkPersonContact(row: Row): void {
  if (row.type.name !== "Contact" || row.fields["IsPersonAccount"] !== true) return;
  // [U] Salesforce's words.
  const message = "Cannot update the Contact of a person account: write to its Account instead";
  throw new Refusal("INVALID_PERSON_ACCOUNT_OPERATION", message, { fields: [] });
}

type Insert = (org: Org, undo: Undo, type: ObjectType, fields: Fields) => Row;

/** Applies a write of a person's Account to its Contact, creating it with the Account. */
export function mirrorPerson(org: Org, undo: Undo, account: Row, insert: Insert): void {
  const contact = org.schema.type("Contact");
  if (account.type.name !== "Account" || contact === undefined || account.type.field("IsPersonAccount") === undefined)
    return;
  if ((account.fields["LastName"] ?? null) === null) return;
  const person = personOf(account, contact);
  const [known] = rowsWith(org, "Contact", "AccountId", account.id);
  const Name = personName(person);
  if (known === undefined) insert(org, undo, contact, { ...person, IsPersonAccount: true, AccountId: account.id });
  else org.store.write(known, { ...known.fields, ...person, Name }, undo);
  org.store.write(account, { ...account.fields, Name, IsPersonAccount: true }, undo);
}

/** A person's Name is composed of the name fields. */
export function personName({ FirstName, LastName }: Fields): string {
  return [FirstName, LastName].filter((part) => typeof part === "string").join(" ");
}

function personOf({ fields }: Row, contact: ObjectType): Fields {
  const mirrored = [...personFields(contact.description)].filter(([name]) => name in fields);
  return Object.fromEntries(mirrored.map(([name, source]) => [source, fields[name] ?? null]));
}
