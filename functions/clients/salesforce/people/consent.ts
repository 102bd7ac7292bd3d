import { PermanentError } from "../../../runtime/define/errors.ts";
import { convertedContactIds } from "./people.ts";
import type { RecordName } from "../api/collections.ts";
import type { Records } from "../api/records.ts";
import { refusalError } from "../api/refusals.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import { inChunks, soql } from "../api/soql.ts";

/** What says that a record is no longer the one that was found: converted, merged or deleted meanwhile. */
const OUTDATED = ["CANNOT_UPDATE_CONVERTED_LEAD", "ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"];

/**
 * See Salesforce.optOutOfEmail. Where a record was converted or merged meanwhile, all are looked up again, once. One that
 * refuses keeps none of the others from being opted out; a delivery that ends early leaves fewer to the next one.
 */
export async function optOutOfEmail(records: Records, email: string): Promise<void> {
  const first = await optOutFound(records, email);
  const refusals = first.some(({ code }) => OUTDATED.includes(code)) ? await optOutFound(records, email) : first;
  const errors = refusals.map(refusalError);
  // What may change keeps the message alive, whatever else is refused for ever.
  const error = errors.find((one) => !(one instanceof PermanentError)) ?? errors[0];
  if (error !== undefined) throw error;
}

async function optOutFound(records: Records, email: string): Promise<OrgRefusal[]> {
  return records.updateAll(await findSubscribed(records, email), { HasOptedOutOfEmail: true });
}

/**
 * Leads are asked for before Contacts, so that one which is converted in between is found as either; the other way round,
 * or at once, it could be found as neither. What a Lead was converted into is the same person, whatever its e-mail is now.
 */
async function findSubscribed(records: Records, email: string): Promise<RecordName[]> {
  const leads = await records.query(
    soql`SELECT Id, IsConverted, ConvertedContactId FROM Lead WHERE Email = ${email} AND (IsConverted = true OR HasOptedOutOfEmail = false) ORDER BY Id`,
  );
  const contacts = await records.query(
    soql`SELECT Id FROM Contact WHERE Email = ${email} AND HasOptedOutOfEmail = false ORDER BY Id`,
  );
  for (const chunk of inChunks(convertedContactIds(leads))) {
    const converted = await records.query(
      soql`SELECT Id FROM Contact WHERE Id IN ${chunk} AND HasOptedOutOfEmail = false`,
    );
    contacts.push(...converted);
  }
  const open = leads.filter(({ fields }) => fields["IsConverted"] === false);
  return [
    ...[...new Set(contacts.map(({ id }) => id))].map((id) => ({ type: "Contact", id })),
    ...open.map(({ id }) => ({ type: "Lead", id })),
  ];
}
