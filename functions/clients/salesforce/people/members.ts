import { UnavailableError } from "../../../runtime/define/errors.ts";
import { leadsDeleted } from "./leads.ts";
import { findPerson } from "./people.ts";
import type { PeopleContext } from "./search.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import { OUTDATED, refusalError } from "../api/refusals.ts";
import type { OrgRefusal } from "../api/refusals.ts";
import type { Person } from "../salesforce.ts";
import { inChunks, soql } from "../api/soql.ts";

export interface Membership {
  readonly campaignId: string;
  /** The label of one of the campaign's statuses. */
  readonly status?: string | undefined;
}

/** See Salesforce.ensureCampaignMember. A record that was converted or merged meanwhile is looked up again, once. */
export async function ensureCampaignMember(
  context: PeopleContext,
  membership: Membership,
  person: Person,
): Promise<void> {
  const refusal = await bringIn(context.records, membership, person);
  if (refusal === undefined) return;
  if (!OUTDATED.includes(refusal.code)) throw refusalError(refusal);
  const present = await findPerson(context, person.email);
  if (present === undefined) throw personGone(context, person.email, refusal);
  const refusedAgain = await bringIn(context.records, membership, present);
  if (refusedAgain !== undefined) throw refusalError(refusedAgain);
}

async function bringIn(records: Records, membership: Membership, person: Person): Promise<OrgRefusal | undefined> {
  const found = await readMembers(records, membership, person);
  if (found.members.length > 0) return raise(records, found);
  const { type, id } = person.record;
  const { refusal } = await records.create(
    "CampaignMember",
    {
      CampaignId: membership.campaignId,
      // Never both ids: Salesforce would keep the Contact's alone, without a word.
      ...(type === "Contact" ? { ContactId: id } : { LeadId: id }),
      ...(found.wanted === undefined ? {} : { Status: found.wanted.label }),
    },
    { expected: ["DUPLICATE_VALUE", ...OUTDATED] },
  );
  // Where it names a field, it is a unique one of the org's own.
  if (refusal?.code !== "DUPLICATE_VALUE" || refusal.field !== undefined) return refusal;
  const now = await readMembers(records, membership, person);
  if (now.members.length === 0) throw notYetVisible(refusal);
  return raise(records, now);
}

interface Status {
  readonly label: string;
  readonly hasResponded: boolean;
}

interface Members {
  /** Of all records of the person: as a Contact and as a Lead one can be a member twice. */
  readonly members: readonly OrgRecord[];
  /** What a new member is given; undefined: the campaign's default. */
  readonly wanted: Status | undefined;
}

async function readMembers(records: Records, { campaignId, status }: Membership, person: Person): Promise<Members> {
  const refersTo = [
    ...person.leadIds.map((id) => ({ field: "LeadId", id })),
    ...person.contactIds.map((id) => ({ field: "ContactId", id })),
  ];
  const ofCampaign = soql`CampaignId = ${campaignId}`;
  const memberQueries = inChunks(refersTo).map((chunk) => {
    const isOne = ["LeadId", "ContactId"].flatMap((field) => {
      const ids = chunk.filter((reference) => reference.field === field).map(({ id }) => id);
      return ids.length === 0 ? [] : [`${field} ${soql`IN ${ids}`}`];
    });
    return { text: `SELECT Id, HasResponded FROM CampaignMember WHERE ${ofCampaign} AND (${isOne.join(" OR ")})` };
  });
  const text = `SELECT Id, Label, HasResponded FROM CampaignMemberStatus WHERE ${ofCampaign} ORDER BY SortOrder, Id`;
  const [statuses = [], ...members] = await records.ask({ text }, ...memberQueries);
  return { members: members.flat(), wanted: wantedStatus(statuses, status) };
}

/** The one that is asked for, else the first that counts as a response. */
function wantedStatus(rows: readonly OrgRecord[], asked: string | undefined): Status | undefined {
  const statuses = rows.map(({ fields }) => ({
    label: String(fields["Label"]),
    hasResponded: fields["HasResponded"] === true,
  }));
  if (asked === undefined) return statuses.find(({ hasResponded }) => hasResponded);
  const found = statuses.find(({ label }) => label.toLowerCase() === asked.toLowerCase());
  // A campaign of which none can be seen is refused by the write, or takes what it is given.
  return found ?? (statuses.length === 0 ? { label: asked, hasResponded: false } : unknownStatus());
}

/** Who has responded keeps the status that somebody gave them; else one member gets the wanted one, if that is a response. */
async function raise(records: Records, { members: [first, ...others], wanted }: Members) {
  if (first === undefined || wanted?.hasResponded !== true) return undefined;
  if ([first, ...others].some(({ fields }) => fields["HasResponded"] === true)) return undefined;
  const raised = await records.update("CampaignMember", first.id, { Status: wanted.label }, { expected: OUTDATED });
  return raised.refusal;
}

function unknownStatus(): never {
  const message =
    "the campaign has no member status of the name that it is to be given: add it to the campaign, or mend the name " +
    "(functions/configuration/campaigns.json, where a form's comes from)";
  throw new UnavailableError(message, { code: "NO_SUCH_STATUS", system: "salesforce", field: "Status" });
}

/** The next delivery makes the person anew, once. */
function personGone(context: PeopleContext, email: string, { operation, status, cause }: OrgRefusal): Error {
  const deleted = leadsDeleted(context, email);
  if (deleted !== undefined) return deleted;
  const message = "the person's records are gone from salesforce: deleted or merged since they were found";
  return new UnavailableError(message, { code: "PERSON_GONE", system: "salesforce", operation, status }, { cause });
}

function notYetVisible({ operation, status, cause }: OrgRefusal): UnavailableError {
  const message = "salesforce knows the campaign member that it was to create, and finds none yet: its index lags";
  return new UnavailableError(message, { code: "NOT_YET_VISIBLE", system: "salesforce", operation, status }, { cause });
}
