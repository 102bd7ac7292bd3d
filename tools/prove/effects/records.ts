import type { RecordIdentity } from "../../../local/core/system.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { ordinal } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { withFields } from "./values.ts";

/** One record of a system's state, as it was at that moment. */
export interface TakenRecord {
  readonly system: string;
  readonly kind: string;
  readonly identity: RecordIdentity | undefined;
  /** What counts of it. */
  readonly counted: object;
  /** The same as the state has it: there references are ids. */
  readonly held: unknown;
}

/** Every record of these systems. */
export function takeRecords({ systems }: Simulation, uses: readonly string[]): TakenRecord[] {
  return systems
    .filter(({ name }) => uses.includes(name))
    .flatMap(({ name: system, state, comparable, recordOf }) => {
      const held = state();
      const kinds = Object.entries(comparable(held, () => false));
      return kinds.flatMap(([kind, records]) => {
        // A stand-in that leaves some of a kind out tells nobody which.
        const raw = held[kind]?.length === records.length ? held[kind] : records;
        return records.map((counted, index) => ({
          system,
          kind,
          identity: recordOf?.(kind, raw[index]),
          ...structuredClone({ counted, held: raw[index] }),
        }));
      });
    });
}

/** What systems hold once configuration has set them up, in the starting state, and at the end. */
export interface Moments {
  readonly setUp: readonly TakenRecord[];
  readonly before: readonly TakenRecord[];
  readonly after: readonly TakenRecord[];
}

/** What to call each record that has an id, by id: `Lead “Ada Lovelace, Analytical Engines” (the older)`. */
export type Names = ReadonlyMap<string, string>;

/** Records that were there before are called as they were then; of those that configuration has set up the id says something. */
export function nameRecords({ setUp, before, after }: Moments, event: Event): Names {
  const names = new Map<string, string>();
  const isUnnamed = ({ identity }: TakenRecord) => identity !== undefined && !names.has(identity.id);
  const add = (records: readonly TakenRecord[], name: (record: TakenRecord) => string) => {
    for (const record of records) if (record.identity !== undefined) names.set(record.identity.id, name(record));
  };
  add(setUp, (record) => `${quoted(record)} (${record.identity?.id})`);
  const arranged = before.filter(isUnnamed);
  add(arranged, (record) => `${quoted(record, event)}${placeAmong(record, arranged)}`);
  const fresh = after.filter(isUnnamed);
  add(fresh, (record) => `${record.kind} (new${nthOf(record, fresh)})`);
  return names;
}

function quoted({ kind, identity }: TakenRecord, event?: Event): string {
  const { name } = identity ?? {};
  return name === undefined ? kind : `${kind} “${event === undefined ? name : withFields(name, event)}”`;
}

/** Which of several of its kind: by age, or else as the state has them. */
function placeAmong(record: TakenRecord, all: readonly TakenRecord[]): string {
  const alike = sameKind(record, all).toSorted((one, other) => ageOf(one).localeCompare(ageOf(other)));
  if (alike.length < 2) return "";
  if (alike.length === 2) return alike[0] === record ? " (the older)" : " (the newer)";
  return ` (${ordinal(alike.indexOf(record) + 1)} of ${alike.length} by age)`;
}

function ageOf({ identity }: TakenRecord): string {
  return identity?.createdAt ?? "";
}

function nthOf(record: TakenRecord, all: readonly TakenRecord[]): string {
  const alike = sameKind(record, all);
  return alike.length < 2 ? "" : `, ${ordinal(alike.indexOf(record) + 1)}`;
}

function sameKind({ system, kind }: TakenRecord, all: readonly TakenRecord[]): TakenRecord[] {
  return all.filter((other) => other.system === system && other.kind === kind);
}
