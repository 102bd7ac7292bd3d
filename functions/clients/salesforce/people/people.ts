import { follow, NONE, successors } from "./follow.ts";
import { search } from "./search.ts";
import type { PeopleContext, PeopleRecords } from "./search.ts";
import { timeOf } from "../api/times.ts";
import type { Person } from "../salesforce.ts";

/** An e-mail with more records of a kind is a placeholder and no person. */
const MOST_RECORDS = 200;

const DAY_MS = 24 * 60 * 60 * 1000;

/** See Salesforce.findPerson. */
export async function findPerson(context: PeopleContext, email: string): Promise<Person | undefined> {
  const { live, deleted } = await search(context, email, { most: MOST_RECORDS });
  const person = await toPerson(context, { email, live, deleted });
  const since = context.clock.now() - DAY_MS;
  const lost = deleted.Lead.filter(({ fields }) => (timeOf(fields["CreatedDate"]) ?? 0) > since);
  context.lostLeads.set(email, lost.length);
  return person;
}

interface Found {
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
  { email, live, deleted = NONE, isFresh = false }: Found,
): Promise<Person | undefined> {
  const here = pick(email, [live], live);
  if (here !== undefined) return here;
  const followed = await follow(records, [live, deleted], { isFresh });
  return pick(email, [live, followed], followed);
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
