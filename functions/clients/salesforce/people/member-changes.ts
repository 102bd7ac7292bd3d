import { createMember, type Members, notYetVisible, ofThePerson, readMembers, writeFor } from "./members.ts";
import { statusToGive } from "./member-statuses.ts";
import type { PeopleContext } from "./search.ts";
import type { RefusedChange } from "../api/collections.ts";
import type { OrgRecord } from "../api/queries.ts";
import { isRuleOf, type OrgRefusal, OUTDATED } from "../api/refusal.ts";
import { refusalOfMembership } from "../api/errors.ts";
import { timeOf } from "../api/times.ts";
import type { MemberChange, MemberStatus, Person } from "../salesforce.ts";
import { mostPatient } from "../../../runtime/define/independently.ts";

/** See Salesforce.compareCampaignMember. */
export async function compareMember(
  context: PeopleContext,
  campaignId: string,
  person: Person,
  wanted: MemberStatus,
): Promise<MemberChange> {
  const change = { campaignId, wanted, atMs: secondsOf(wanted.at) };
  const found = await readWithTime(context, campaignId, person);
  return {
    is: comparison(found, change, context.memberTimeField),
    make: () =>
      writeFor(context, campaignId, person, async (present) =>
        make(context, change, present, present === person ? found : await readWithTime(context, campaignId, present)),
      ),
  };
}

interface Change {
  readonly campaignId: string;
  readonly wanted: MemberStatus;
  readonly atMs: number;
}

/** Salesforce stores date-times to the second. */
function secondsOf(at: string): number {
  const time = timeOf(at);
  if (time === undefined) throw new Error("a member's status needs the time of the event that gave it");
  return time - (time % 1000);
}

function readWithTime({ records, memberTimeField: timeField }: PeopleContext, campaignId: string, person: Person) {
  const fields = ["Status", ...(timeField === undefined ? [] : [timeField])];
  return readMembers(records, campaignId, person, fields);
}

/** Compares with the latest of the person's memberships. */
function comparison({ members }: Members, { wanted, atMs }: Change, timeField: string | undefined): MemberChange["is"] {
  if (timeField === undefined) return "news"; // nothing distinguishes a repeated one from the first
  const known = members.map(({ fields }) => ({ status: String(fields["Status"]), ms: timeOf(fields[timeField]) }));
  const latest = known
    .filter(({ ms }) => ms !== undefined)
    .toSorted((one, other) => (other.ms ?? 0) - (one.ms ?? 0))[0];
  if (latest?.ms === undefined || latest.ms < atMs) return isSame(latest?.status, wanted.status) ? "repeated" : "news";
  if (latest.ms > atMs) return "late";
  if (isSame(latest.status, wanted.status)) return "done";
  return rankOf(wanted.status, wanted) > rankOf(latest.status, wanted) ? "news" : "late";
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** A status outside the order was given by hand, and stands. */
function rankOf(status: string, { order }: MemberStatus): number {
  const place = order.findLastIndex((label) => isSame(label, status));
  return place === -1 ? order.length : place;
}

async function make(
  context: PeopleContext,
  change: Change,
  person: Person,
  found: Members,
): Promise<OrgRefusal | undefined> {
  const outdated = outdatedIn(found, change, context.memberTimeField);
  if (found.members.length > 0 && outdated.length === 0) return undefined;
  const status = await statusToGive(context, change.campaignId, found, change.wanted);
  const fields = { Status: status, ...timeOfChange(context, change) };
  if (outdated.length > 0) return update(context, change.campaignId, outdated, fields);
  const { refusal, isThere } = await createMember(context.records, change.campaignId, person, fields);
  if (!isThere) return ofThePerson(refusal, change.campaignId, found.statuses);
  const now = await readWithTime(context, change.campaignId, person);
  if (now.members.length === 0) throw notYetVisible(refusal);
  return update(context, change.campaignId, outdatedIn(now, change, context.memberTimeField), fields);
}

/**
 * All memberships of the person that are older than the change: one person can be a member as a Contact and as a Lead.
 * None if one of them knows a later change: another one without a time, such as a form's, would be given the older
 * status, which stays if somebody merges the two.
 */
function outdatedIn(found: Members, change: Change, timeField: string | undefined): readonly OrgRecord[] {
  if (comparison(found, change, timeField) === "late") return [];
  return found.members.filter((member) => {
    if (timeField === undefined) return !isSame(String(member.fields["Status"]), change.wanted.status);
    const is = comparison({ members: [member], statuses: [] }, change, timeField);
    return is === "news" || is === "repeated";
  });
}

function timeOfChange({ memberTimeField: timeField }: PeopleContext, { atMs }: Change) {
  return timeField === undefined ? {} : { [timeField]: new Date(atMs).toISOString() };
}

async function update(
  { records, memberTimeField }: PeopleContext,
  campaignId: string,
  members: readonly OrgRecord[],
  fields: Readonly<Record<string, string>>,
): Promise<OrgRefusal | undefined> {
  const refused = await records.updateAll(members.map(({ id }) => ({ type: "CampaignMember", id, fields })));
  const standing = refused.filter((one) => !isNewer(one, memberTimeField)).map(({ refusal }) => refusal);
  const outdated = standing.find(({ code }) => OUTDATED.includes(code));
  if (outdated !== undefined) return outdated;
  const error = mostPatient(standing.map((refusal) => refusalOfMembership(refusal, campaignId)));
  if (error !== undefined) throw error;
  return undefined;
}

/** The field's validation rule lets no older change pass: what stands is newer, and right. */
function isNewer({ refusal }: RefusedChange, timeField: string | undefined): boolean {
  return timeField !== undefined && isRuleOf(refusal, [timeField]);
}
