import { follow, NONE, successors } from "./follow.ts";
import { type PeopleContext, type PeopleRecords, search, type Search } from "./search.ts";
import type { OrgRecord } from "../api/queries.ts";
import { timeOf } from "../api/times.ts";
import type { Person } from "../salesforce.ts";

/** An e-mail with more records of a kind is a placeholder and no person. */
const MOST_RECORDS = 200;

const DAY_MS = 24 * 60 * 60 * 1000;

/** A person, and what was read of the record that stands for them; nothing of one that was created just now. */
export interface KnownPerson {
  readonly person: Person;
  readonly row?: OrgRecord | undefined;
}

/** See Salesforce.findPerson. */
export async function findPerson(context: PeopleContext, email: string): Promise<Person | undefined> {
  return (await findKnown(context, email))?.person;
}

/** The same, with these fields of the record. */
export async function findKnown(
  context: PeopleContext,
  email: string,
  fields: NonNullable<Search["fields"]> = {},
): Promise<KnownPerson | undefined> {
  const { live, deleted } = await search(context, email, { fields, most: MOST_RECORDS });
  const known = await toPerson(context, { email, live, deleted, fields });
  const since = context.clock.now() - DAY_MS;
  const lost = deleted.Lead.filter((row) => (timeOf(row.fields["CreatedDate"]) ?? 0) > since);
  context.lostLeads.set(email, lost.length);
  return known;
}

interface Found extends Pick<Search, "fields"> {
  readonly email: string;
  readonly live: PeopleRecords;
  readonly deleted?: PeopleRecords;
  /** Nothing of it may be shown by queries yet. */
  readonly isFresh?: boolean;
}

/**
 * Oldest row first, so that every delivery picks the same. What rows were converted or merged into is only queried if
 * it matters.
 */
export async function toPerson(
  { records }: PeopleContext,
  { email, live, deleted = NONE, isFresh = false, fields = {} }: Found,
): Promise<KnownPerson | undefined> {
  const here = withRow(pick(email, [live], live), live);
  if (here !== undefined) return here;
  const followed = await follow(records, [live, deleted], { isFresh, fields });
  return withRow(pick(email, [live, followed], followed), followed);
}

function withRow(person: Person | undefined, from: PeopleRecords): KnownPerson | undefined {
  if (person === undefined) return undefined;
  const { type, id } = person.record;
  return { person, row: from[type].find((row) => row.id === id) };
}

/** The person as these records have them, of which `from` is asked for what new members are tied to. */
export function pick(email: string, all: readonly PeopleRecords[], from: PeopleRecords): Person | undefined {
  const [contact] = from.Contact;
  const lead = from.Lead.find(({ fields }) => fields["IsConverted"] === false);
  const chosen = contact ?? lead;
  if (chosen === undefined) return undefined;
  const idsOf = (kind: keyof PeopleRecords) => all.flatMap((records) => records[kind]).map(({ id }) => id);
  return {
    email,
    record: { type: contact === undefined ? "Lead" : "Contact", id: chosen.id },
    createdAt: new Date(timeOf(chosen.fields["CreatedDate"]) ?? 0).toISOString(),
    contactIds: [...new Set([...idsOf("Contact"), ...successors(all).Contact])],
    leadIds: idsOf("Lead"),
  };
}
