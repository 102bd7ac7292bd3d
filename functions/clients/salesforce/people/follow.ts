import { isId } from "../api/ids.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import { inChunks, soql } from "../api/soql.ts";
import { FATE, type Kind, type PeopleRecords, type Search } from "./search.ts";

/** A record may be merged into one that is merged in turn; more often than this is an error. */
const MOST_STEPS = 5;

type Ids = Readonly<Record<Kind, readonly string[]>>;

interface Following extends Search {
  /** Also reads the Contacts that no query shows yet, one by one. */
  readonly isFresh?: boolean;
}

/**
 * The live records that these have become, apart from these themselves: a merge's master, a converted Lead's Contact,
 * and so on.
 */
export async function follow(
  records: Records,
  from: readonly PeopleRecords[],
  options: Following = {},
): Promise<PeopleRecords> {
  const [followed = NONE] = await followEach(records, [from], options);
  return followed;
}

/** The same for several people, asked for together. */
export async function followEach(
  records: Records,
  all: readonly (readonly PeopleRecords[])[],
  options: Following = {},
): Promise<PeopleRecords[]> {
  const trails = all.map(begin);
  for (let step = 0; step < MOST_STEPS && trails.some(isOpen); step += 1) {
    const wanted = (kind: Kind) => [...new Set(trails.flatMap(({ next }) => next[kind]))];
    const found = await readAll(records, { Lead: wanted("Lead"), Contact: wanted("Contact") }, options);
    for (const trail of trails) advance(trail, found);
  }
  return trails.map(({ live }) => ({ Lead: live.Lead.toSorted(byAge), Contact: live.Contact.toSorted(byAge) }));
}

export const NONE: PeopleRecords = { Lead: [], Contact: [] };

interface Trail {
  readonly live: Record<Kind, OrgRecord[]>;
  readonly seen: Set<string>;
  /** What has not been examined yet. */
  next: Ids;
}

function isOpen({ next }: Trail): boolean {
  return next.Lead.length + next.Contact.length > 0;
}

function begin(from: readonly PeopleRecords[]): Trail {
  const seen = new Set(from.flatMap(({ Lead, Contact }) => [...Lead, ...Contact]).map(({ id }) => id));
  return { live: { Lead: [], Contact: [] }, seen, next: unseen(seen, successors(from)) };
}

function advance(trail: Trail, found: PeopleRecords): void {
  const { live, seen, next } = trail;
  const own = {
    Lead: found.Lead.filter(({ id }) => next.Lead.includes(id)),
    Contact: found.Contact.filter(({ id }) => next.Contact.includes(id)),
  };
  for (const id of [...next.Lead, ...next.Contact]) seen.add(id);
  live.Lead.push(...own.Lead.filter(isLive));
  live.Contact.push(...own.Contact.filter(isLive));
  trail.next = unseen(seen, successors([own]));
}

function unseen(seen: ReadonlySet<string>, { Lead, Contact }: Ids): Ids {
  return { Lead: Lead.filter((id) => !seen.has(id)), Contact: Contact.filter((id) => !seen.has(id)) };
}

/** The ids of what these records have become, each once. */
export function successors(from: readonly PeopleRecords[]): Ids {
  const merged = (rows: readonly OrgRecord[]) => rows.map(({ fields }) => fields["MasterRecordId"]);
  const leads = from.flatMap(({ Lead }) => merged(Lead));
  const contacts = from.flatMap(({ Lead, Contact }) => [
    ...Lead.map(({ fields }) => fields["ConvertedContactId"]),
    ...merged(Contact),
  ]);
  return { Lead: [...new Set(leads.filter(isId))], Contact: [...new Set(contacts.filter(isId))] };
}

async function readAll(records: Records, wanted: Ids, { fields = {}, isFresh }: Following): Promise<PeopleRecords> {
  const kinds = (["Lead", "Contact"] as const).flatMap((kind) => inChunks(wanted[kind]).map((ids) => ({ kind, ids })));
  const named = (kind: Kind) => [...FATE[kind], ...(fields[kind] ?? [])];
  const pages = await records.ask(
    ...kinds.map(({ kind, ids }) => ({
      text: `SELECT Id, ${named(kind).join(", ")} FROM ${kind} WHERE ${soql`Id IN ${ids}`}`,
      withDeleted: true,
    })),
  );
  const found: Record<Kind, OrgRecord[]> = { Lead: [], Contact: [] };
  for (const [index, { kind }] of kinds.entries()) found[kind].push(...(pages[index] ?? []));
  if (isFresh !== true) return found;
  const missing = wanted.Contact.filter((id) => !found.Contact.some((row) => row.id === id));
  const rows = await Promise.all(missing.map((id) => records.read("Contact", id, { fields: named("Contact") })));
  return { ...found, Contact: [...found.Contact, ...rows.filter((row) => row !== undefined)] };
}

function isLive({ fields }: OrgRecord): boolean {
  return fields["IsDeleted"] !== true;
}

export function byAge(one: OrgRecord, other: OrgRecord): number {
  const [a, b] = [one, other].map(({ id, fields }) => `${String(fields["CreatedDate"])} ${id}`);
  return (a ?? "") < (b ?? "") ? -1 : 1;
}
