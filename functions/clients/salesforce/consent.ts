import { PermanentError } from "../../runtime/define/errors.ts";
import type { Records } from "./records.ts";
import { refusalError } from "./refusals.ts";
import type { Refusal } from "./refusals.ts";
import { soql } from "./soql.ts";

/** What says that a record is no longer the one that was found: converted or merged meanwhile. */
const OUTDATED = ["CANNOT_UPDATE_CONVERTED_LEAD", "ENTITY_IS_DELETED", "NOT_FOUND"];

/**
 * See Salesforce.optOutOfEmail. Where a record was converted or merged meanwhile, all are looked up again, once. One that
 * refuses keeps none of the others from being opted out.
 */
export async function optOutOfEmail(records: Records, email: string): Promise<void> {
  const first = await optOutFound(records, email);
  const refusals = first.some(({ code }) => OUTDATED.includes(code)) ? await optOutFound(records, email) : first;
  const errors = refusals.map(refusalError);
  // What may change keeps the message alive, whatever else is refused for ever.
  const error = errors.find((one) => !(one instanceof PermanentError)) ?? errors[0];
  if (error !== undefined) throw error;
}

/**
 * One after another: records of one Account lock each other out. Leads are asked for before Contacts, so that one which is
 * converted in between is found as either; the other way round, or at once, it could be found as neither.
 */
async function optOutFound(records: Records, email: string): Promise<Refusal[]> {
  const leads = await records.query(
    soql`SELECT Id FROM Lead WHERE Email = ${email} AND IsConverted = false AND HasOptedOutOfEmail = false ORDER BY Id`,
  );
  const contacts = await records.query(
    soql`SELECT Id FROM Contact WHERE Email = ${email} AND HasOptedOutOfEmail = false ORDER BY Id`,
  );
  const found = [
    ...contacts.map(({ id }) => ({ type: "Contact", id })),
    ...leads.map(({ id }) => ({ type: "Lead", id })),
  ];
  const refusals: Refusal[] = [];
  for (const { type, id } of found) {
    const { refusal } = await records.update(type, id, { HasOptedOutOfEmail: true }, { expected: OUTDATED });
    if (refusal !== undefined) refusals.push(refusal);
  }
  return refusals;
}
