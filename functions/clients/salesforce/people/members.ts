import { PermanentError, type Reason, UnavailableError } from "../../../runtime/define/errors.ts";
import { leadsDeleted } from "./leads.ts";
import { findPerson } from "./people.ts";
import type { PeopleContext } from "./search.ts";
import type { OrgRecord, Query } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import { GONE, type OrgRefusal, OUTDATED } from "../api/refusal.ts";
import { refusalOfMembership } from "../api/errors.ts";
import type { FieldValues, Person } from "../salesforce.ts";
import { inChunks, soql } from "../api/soql.ts";

export interface Membership {
  readonly campaignId: string;
  /** The label of one of the campaign's statuses. */
  readonly status?: string | undefined;
}

/** See Salesforce.ensureCampaignMember. */
export async function ensureCampaignMember(
  context: PeopleContext,
  membership: Membership,
  person: Person,
): Promise<void> {
  await writeFor(context, membership.campaignId, person, (present) => bringIn(context, membership, present));
}

/** Writes for the person; if their record was converted, merged or deleted meanwhile, looks them up again, once. */
export async function writeFor(
  context: PeopleContext,
  campaignId: string,
  person: Person,
  write: (present: Person) => Promise<OrgRefusal | undefined>,
): Promise<void> {
  const refusal = await write(person);
  if (refusal === undefined) return;
  if (!OUTDATED.includes(refusal.code)) throw refusalOfMembership(refusal, campaignId);
  const present = await findPerson(context, person.email);
  if (present === undefined) throw leadsDeleted(context, person.email) ?? personGone(refusal);
  const refusedAgain = await write(present);
  if (refusedAgain !== undefined) throw refusalOfMembership(refusedAgain, campaignId);
}

async function bringIn(
  { records, log }: PeopleContext,
  membership: Membership,
  person: Person,
): Promise<OrgRefusal | undefined> {
  const { campaignId } = membership;
  const { members, statuses } = await readMembers(records, campaignId, person);
  const wanted = wantedStatus(statuses, membership);
  if (wanted === undefined && statuses.length > 0)
    log.warning("campaign reports no response", { system: "salesforce", reason: "NO_STATUS_IS_A_RESPONSE" });
  if (members.length > 0) return raise(records, members, wanted);
  const { refusal, isThere } = await createMember(records, campaignId, person, { Status: wanted?.label });
  if (!isThere) return ofThePerson(refusal, campaignId, statuses);
  const now = await readMembers(records, campaignId, person);
  if (now.members.length === 0) throw notYetVisible(refusal);
  return raise(records, now.members, wanted);
}

type Created =
  | { readonly refusal: OrgRefusal | undefined; readonly isThere?: undefined }
  | { readonly refusal: OrgRefusal; readonly isThere: true };

/** `isThere`: it has been created by someone else since the look-up. */
export async function createMember(
  records: Records,
  campaignId: string,
  person: Person,
  fields: FieldValues,
): Promise<Created> {
  const member = { ...membershipOf(campaignId, person), ...fields };
  const { refusal } = await records.create("CampaignMember", member, { expected: ["DUPLICATE_VALUE", ...OUTDATED] });
  // If it names a field, that is a unique one of the org's own.
  const isThere = refusal?.code === "DUPLICATE_VALUE" && refusal.field === undefined;
  return isThere ? { refusal, isThere } : { refusal };
}

/**
 * A refusal that may concern the person's record.
 * @throws PermanentError with NO_SUCH_CAMPAIGN where it says that something is missing and the campaign has no status, as
 * every campaign does.
 */
export function ofThePerson(
  refusal: OrgRefusal | undefined,
  campaignId: string,
  statuses: readonly Status[],
): OrgRefusal | undefined {
  const isGone = refusal !== undefined && [...GONE, "INVALID_CROSS_REFERENCE_KEY"].includes(refusal.code);
  if (!isGone || statuses.length > 0) return refusal;
  const { operation, status, cause } = refusal;
  const message =
    `salesforce has no campaign ${campaignId} that ycat's user can see: it was deleted, or is another org's, such as a sandbox's; ` +
    "mend functions/configuration, or share the campaign, and replay";
  const reason = { code: "NO_SUCH_CAMPAIGN", system: "salesforce", operation, status, field: "CampaignId" };
  throw campaignLacks(campaignId, message, reason, { cause });
}

/** The reference of a new member. Never both ids: Salesforce would silently keep only the Contact's. */
export function membershipOf(campaignId: string, { record: { type, id } }: Person): FieldValues {
  return { CampaignId: campaignId, ...(type === "Contact" ? { ContactId: id } : { LeadId: id }) };
}

export interface Status {
  readonly label: string;
  readonly hasResponded: boolean;
  readonly place: number;
}

export interface Members {
  /** Over all records of the person: one person can be a member as a Contact and as a Lead. */
  readonly members: readonly OrgRecord[];
  readonly statuses: readonly Status[];
}

/** The person's memberships of the campaign, with these further fields, and the campaign's statuses. */
export async function readMembers(
  records: Records,
  campaignId: string,
  person: Person,
  fields: readonly string[] = [],
): Promise<Members> {
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
    const columns = ["Id", "HasResponded", ...fields].join(", ");
    return { text: `SELECT ${columns} FROM CampaignMember WHERE ${ofCampaign} AND (${isOne.join(" OR ")})` };
  });
  const [rows = [], ...members] = await records.ask(statusQuery(campaignId), ...memberQueries);
  return { members: members.flat(), statuses: rows.map(toStatus) };
}

/** All statuses of a campaign, in the order of their places. */
export function statusQuery(campaignId: string): Query {
  const columns = "Id, Label, HasResponded, SortOrder";
  const where = soql`CampaignId = ${campaignId}`;
  return { text: `SELECT ${columns} FROM CampaignMemberStatus WHERE ${where} ORDER BY SortOrder, Id` };
}

export function toStatus({ fields }: OrgRecord): Status {
  const { Label, HasResponded, SortOrder } = fields;
  return { label: String(Label), hasResponded: HasResponded === true, place: Number(SortOrder) };
}

/** Labels match in any case, as in Salesforce. */
export function statusNamed(statuses: readonly Status[], name: string): Status | undefined {
  return statuses.find(({ label }) => label.toLowerCase() === name.toLowerCase());
}

/**
 * The status of a new member: the one asked for, else the first that counts as a response; undefined for the campaign's
 * default.
 */
function wantedStatus(statuses: readonly Status[], { campaignId, status: asked }: Membership): Status | undefined {
  if (asked === undefined) return statuses.find(({ hasResponded }) => hasResponded);
  const found = statusNamed(statuses, asked);
  // If none of the campaign's statuses is visible, the write is refused, or accepts any.
  if (found !== undefined || statuses.length === 0) return found ?? { label: asked, hasResponded: false, place: 0 };
  throw statusMissing(campaignId, asked, "name another one in functions/configuration/campaigns.json");
}

/**
 * A person who has responded keeps their status; otherwise one membership gets the wanted status, if that counts as a
 * response.
 */
async function raise(records: Records, [first, ...others]: readonly OrgRecord[], wanted: Status | undefined) {
  if (first === undefined || wanted?.hasResponded !== true) return undefined;
  if ([first, ...others].some(({ fields }) => fields["HasResponded"] === true)) return undefined;
  const raised = await records.update("CampaignMember", first.id, { Status: wanted.label }, { expected: OUTDATED });
  return raised.refusal;
}

/** @param otherwise what to do if it is not to be added */
export function noSuchStatus(campaignId: string, status: string, otherwise: string): string {
  return `campaign ${campaignId} has no member status "${status}": add it there, or ${otherwise}`;
}

export const NO_SUCH_STATUS = { code: "NO_SUCH_STATUS", system: "salesforce", field: "Status" };

export function statusMissing(campaignId: string, status: string, otherwise: string): PermanentError {
  return campaignLacks(campaignId, `${noSuchStatus(campaignId, status, otherwise)}; then replay`, NO_SUCH_STATUS);
}

/**
 * The configuration's or the campaign's fault. The event does not wait for it: it would hold back the person's later
 * ones, such as a promotion and its e-mail, and try again a hundred times what one campaign alone refuses.
 */
export function campaignLacks(
  campaignId: string,
  message: string,
  reason: Reason,
  options: ErrorOptions = {},
): PermanentError {
  return new PermanentError(message, reason, { ...options, concerns: campaignId });
}

/** The next delivery creates the person again, once. */
export function personGone({ operation, status, cause }: OrgRefusal): UnavailableError {
  const message = "the person's records are gone from salesforce: deleted or merged since they were found";
  const reason = { code: "PERSON_GONE", system: "salesforce", operation, status };
  return new UnavailableError(message, reason, { cause, reach: "record" });
}

/** The next delivery finds the member. */
export function notYetVisible({ operation, status, cause }: OrgRefusal): UnavailableError {
  const message = "salesforce knows the campaign member that it was to create, and finds none yet: its index lags";
  const reason = { code: "NOT_YET_VISIBLE", system: "salesforce", operation, status };
  return new UnavailableError(message, reason, { cause, reach: "record" });
}
