import type { Console } from "../console.ts";
import type { EventRow } from "../contract/events.ts";
import type { PersonView } from "../contract/people.ts";
import type { SystemRecord } from "../contract/systems.ts";
import type { MadeChange } from "../journal/changes.ts";
import { mentions } from "../journal/mentions.ts";
import { recordsOf } from "./records.ts";

const MOST_EVENTS = 1000;

/** Everything about one address: what came, what it changed, and what the systems hold. */
export function personView({ journal, world }: Console, given: string): PersonView {
  const email = given.trim().toLowerCase();
  const events = journal.events({ person: email, limit: MOST_EVENTS }).rows;
  const { records, isOf } = aboutPerson(world, email, events);
  const rows = events.map(({ id }) => id);
  return { email, events, changes: journal.changes(isOf, rows), records };
}

/** Of what calls made for many events have changed, what concerns whom one of them is about. */
export function concernOf({ world }: Console, { person, eventId }: EventRow): (change: MadeChange) => boolean {
  return person === null ? () => true : aboutPerson(world, person, [{ eventId }]).isOf;
}

/** What the systems hold of an address, and which changes are of that. */
function aboutPerson(world: Console["world"], email: string, events: readonly Pick<EventRow, "eventId">[]) {
  const eventIds = events.map(({ eventId }) => eventId ?? "");
  const isTold = mentions(email, new Set(eventIds));
  const records: Record<string, readonly SystemRecord[]> = {};
  const ids = new Set<string>();
  for (const [name, system] of world.systems) {
    const all = Object.keys(system.state()).flatMap((kind) => recordsOf(system, kind));
    const own = all.filter(({ fields }) => isTold(fields));
    for (const { id } of own) ids.add(id);
    const isReferring = mentions(email, ids);
    records[name] = all.filter(({ fields }) => isTold(fields) || isReferring(fields));
  }
  const isMentioned = mentions(email, new Set([...ids, ...eventIds]));
  const isOf = ({ id, before, after }: MadeChange) => ids.has(id) || isMentioned(before) || isMentioned(after);
  return { records, isOf };
}

/** What the systems let nobody delete by hand: by system, how many records of each kind. */
export type Kept = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Deletes what the systems hold of somebody, and what the journal tells of them. */
export function forgetPerson(console: Console, given: string): { readonly deleted: number; readonly kept: Kept } {
  const { email, records } = personView(console, given);
  const before = entriesOf(records);
  for (const [name, { kind, id }] of before) attempt(() => console.world.systems.get(name)?.deleteRecord?.(kind, id));
  const after = entriesOf(personView(console, email).records);
  const kept: Record<string, Record<string, number>> = {};
  for (const [name, { kind }] of after) {
    const ofSystem = (kept[name] ??= {});
    ofSystem[kind] = (ofSystem[kind] ?? 0) + 1;
  }
  console.journal.forget(email);
  return { deleted: before.length - after.length, kept };
}

function entriesOf(records: PersonView["records"]): readonly (readonly [system: string, record: SystemRecord])[] {
  return Object.entries(records).flatMap(([name, list]) => list.map((record) => [name, record] as const));
}

/** One that went with another is gone already, and some can't be deleted: what is left is told. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // counted by who asks again
  }
}
