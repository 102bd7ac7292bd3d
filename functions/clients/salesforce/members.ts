import { findPerson } from "./people.ts";
import type { Person } from "./salesforce.ts";
import type { Records } from "./records.ts";
import { refusalError } from "./refusals.ts";
import { soql } from "./soql.ts";

/** What says that the person's record is no longer one to tie anything to; the last also where the campaign is not there. */
const OUTDATED = ["CANNOT_UPDATE_CONVERTED_LEAD", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"];

/** See Salesforce.ensureCampaignMember. A record that was converted or merged meanwhile is looked up again, once. */
export async function ensureCampaignMember(records: Records, campaignId: string, person: Person): Promise<void> {
  const refusal = await addUnlessMember(records, campaignId, person);
  if (refusal === undefined) return;
  if (!OUTDATED.includes(refusal.code)) throw refusalError(refusal);
  const present = await findPerson(records, person.email);
  if (present === undefined) throw refusalError(refusal);
  const refusedAgain = await addUnlessMember(records, campaignId, present);
  if (refusedAgain !== undefined) throw refusalError(refusedAgain);
}

async function addUnlessMember(records: Records, campaignId: string, person: Person) {
  if (await isMember(records, campaignId, person)) return undefined;
  const { type, id } = person.record;
  // Never both ids: Salesforce would keep the Contact's alone, without a word.
  const member =
    type === "Contact" ? { CampaignId: campaignId, ContactId: id } : { CampaignId: campaignId, LeadId: id };
  const { refusal } = await records.create("CampaignMember", member, { expected: ["DUPLICATE_VALUE", ...OUTDATED] });
  const isThere = refusal?.code === "DUPLICATE_VALUE" && (await isMember(records, campaignId, person));
  return isThere ? undefined : refusal;
}

/** Over all records of the person: as a Contact and as a Lead one can be a member twice. */
async function isMember(records: Records, campaignId: string, { leadIds, contactIds }: Person): Promise<boolean> {
  const isOne = [
    ...(leadIds.length === 0 ? [] : [soql`LeadId IN ${leadIds}`]),
    ...(contactIds.length === 0 ? [] : [soql`ContactId IN ${contactIds}`]),
  ].join(" OR ");
  const members = await records.query(
    `${soql`SELECT Id FROM CampaignMember WHERE CampaignId = ${campaignId}`} AND (${isOne}) LIMIT 1`,
  );
  return members.length > 0;
}
