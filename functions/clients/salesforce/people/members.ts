import { UnavailableError } from "../../../runtime/define/errors.ts";
import { findPerson } from "./people.ts";
import type { Records } from "../api/records.ts";
import { refusalError } from "../api/refusals.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import type { Person } from "../salesforce.ts";
import { inChunks, soql } from "../api/soql.ts";

/** What says that the person's record is no longer one to tie anything to; the last also where the campaign is not there. */
const OUTDATED = ["CANNOT_UPDATE_CONVERTED_LEAD", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"];

/** See Salesforce.ensureCampaignMember. A record that was converted or merged meanwhile is looked up again, once. */
export async function ensureCampaignMember(records: Records, campaignId: string, person: Person): Promise<void> {
  const refusal = await addUnlessMember(records, campaignId, person);
  if (refusal === undefined) return;
  if (!OUTDATED.includes(refusal.code)) throw refusalError(refusal);
  const present = await findPerson(records, person.email);
  if (present === undefined) throw personGone(refusal);
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
  // Where it names a field, it is a unique one of the org's own.
  if (refusal?.code !== "DUPLICATE_VALUE" || refusal.field !== undefined) return refusal;
  if (await isMember(records, campaignId, person)) return undefined;
  throw notYetVisible(refusal);
}

/** Over all records of the person: as a Contact and as a Lead one can be a member twice. */
async function isMember(records: Records, campaignId: string, { leadIds, contactIds }: Person): Promise<boolean> {
  const refersTo = [
    ...leadIds.map((id) => ({ field: "LeadId", id })),
    ...contactIds.map((id) => ({ field: "ContactId", id })),
  ];
  for (const chunk of inChunks(refersTo)) {
    const isOne = ["LeadId", "ContactId"].flatMap((field) => {
      const ids = chunk.filter((reference) => reference.field === field).map(({ id }) => id);
      return ids.length === 0 ? [] : [`${field} ${soql`IN ${ids}`}`];
    });
    const members = await records.query(
      `${soql`SELECT Id FROM CampaignMember WHERE CampaignId = ${campaignId}`} AND (${isOne.join(" OR ")}) LIMIT 1`,
    );
    if (members.length > 0) return true;
  }
  return false;
}

/** The next delivery makes the person anew. */
function personGone({ operation, status, cause }: OrgRefusal): UnavailableError {
  const message = "the person's records are gone from salesforce: deleted or merged since they were found";
  return new UnavailableError(message, { code: "PERSON_GONE", system: "salesforce", operation, status }, { cause });
}

function notYetVisible({ operation, status, cause }: OrgRefusal): UnavailableError {
  const message = "salesforce knows the campaign member that it was to create, and finds none yet: its index lags";
  return new UnavailableError(message, { code: "NOT_YET_VISIBLE", system: "salesforce", operation, status }, { cause });
}
