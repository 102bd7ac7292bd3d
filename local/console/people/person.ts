import { normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import type { Console } from "../console.ts";
import type { EventRow } from "../contract/events.ts";
import type { PersonView } from "../contract/people.ts";
import type { SystemRecord } from "../contract/systems.ts";
import type { MadeChange } from "../journal/changes.ts";
import { mentions } from "../journal/mentions.ts";
import { RefusedCall } from "../refused-call.ts";
import { recordsOf } from "./records.ts";

const MOST_EVENTS = 1000;

/**
 * An e-mail address in its one spelling; any other subject, such as a customer's id, as it is.
 * @throws RefusedCall if it is empty: nearly every record would be found to mention it
 */
export function subjectIn(given: string): string {
  const email = normaliseEmail(given);
  if (email === "") throw new RefusedCall(400, "the address is empty: give whose events and records are meant");
  return email.includes("@") ? email : given.trim();
}

/** Everything about an address: what arrived, what it changed, and what the systems hold. */
export function personView({ journal, world }: Console, given: string): PersonView {
  const email = subjectIn(given);
  const { rows: events, total } = journal.events({ person: email, limit: MOST_EVENTS });
  const { records, isOf } = aboutPerson(world, email, events);
  const rows = events.map(({ id }) => id);
  return { email, events, total, changes: journal.changes(isOf, rows), records };
}

/** For calls made for many events: selects the changes that concern this row's person. */
export function concernOf({ world }: Console, { person, eventId }: EventRow): (change: MadeChange) => boolean {
  return person === null ? () => true : aboutPerson(world, person, [{ eventId }]).isOf;
}

/** The systems' records about an address, and a test for changes of these. */
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

/** How many records the systems don't allow to be deleted by hand, by system and kind. */
type Kept = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Deletes the systems' records about a person, and the journal's entries. */
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

/** A record may be gone with another, and some can't be deleted: the rest is reported. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // counted when the records are read again
  }
}
