import type { KnownRecord } from "../../../local/core/records.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { ordinal } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Names, withFields } from "./values.ts";

/** One record of a system's state at some moment. */
export interface TakenRecord {
  readonly system: string;
  readonly kind: string;
  /** Undefined if the stand-in does not describe records of this kind. */
  readonly known: KnownRecord | undefined;
  /** The fields that count. */
  readonly counted: object;
  /** The same record from the state, where references are ids. */
  readonly held: unknown;
}

/** Every record of these systems. */
export function takeRecords({ systems }: Simulation, uses: readonly string[]): TakenRecord[] {
  return systems
    .filter(({ name }) => uses.includes(name))
    .flatMap(({ name: system, state, comparable, records }) => {
      const raw = state();
      const known = Map.groupBy(records?.(raw) ?? [], ({ kind }) => kind);
      return Object.entries(comparable(raw, () => false)).flatMap(([kind, all]) =>
        all.map((counted, index) => ({
          system,
          kind,
          known: beside(all, known.get(kind))[index],
          ...structuredClone({ counted, held: beside(all, raw[kind])[index] ?? counted }),
        })),
      );
    });
}

/** The same records in the other list, by position. If the stand-in leaves some out, positions don't match, so none. */
function beside<Record>(counted: readonly object[], others: readonly Record[] = []): readonly Record[] {
  return others.length === counted.length ? others : [];
}

/** System state after configuration set it up, in the starting state, and at the end. */
export interface Moments {
  readonly setUp: readonly TakenRecord[];
  readonly before: readonly TakenRecord[];
  readonly after: readonly TakenRecord[];
}

/**
 * Names for records by id. Existing records keep the name they had before the run. Records set up from configuration
 * keep their id, which is meaningful.
 */
export function nameRecords({ setUp, before, after }: Moments, event: Event): Names {
  const names = new Map<string, string>();
  const isUnnamed = ({ known }: TakenRecord) => known?.id !== undefined && !names.has(known.id);
  const add = (records: readonly TakenRecord[], name: (record: TakenRecord) => string) => {
    for (const record of records) if (record.known?.id !== undefined) names.set(record.known.id, name(record));
  };
  add(setUp, (record) => `${quoted(record)} (${record.known?.id})`);
  const arranged = before.filter(isUnnamed);
  add(arranged, (record) => `${quoted(record, event)}${placeAmong(record, arranged)}`);
  const fresh = after.filter(isUnnamed);
  add(fresh, (record) => `${record.kind} (new${nthOf(record, fresh)})`);
  return names;
}

function quoted({ kind, known }: TakenRecord, event?: Event): string {
  const { title } = known ?? {};
  return title === undefined ? kind : `${kind} “${event === undefined ? title : withFields(title, event)}”`;
}

/** Which one of several of its kind: by age, or else by position in the state. */
function placeAmong(record: TakenRecord, all: readonly TakenRecord[]): string {
  const alike = sameKind(record, all).toSorted((one, other) => ageOf(one).localeCompare(ageOf(other)));
  if (alike.length < 2) return "";
  if (alike.length === 2) return alike[0] === record ? " (the older)" : " (the newer)";
  return ` (${ordinal(alike.indexOf(record) + 1)} of ${alike.length} by age)`;
}

function ageOf({ known }: TakenRecord): string {
  return known?.createdAt ?? "";
}

function nthOf(record: TakenRecord, all: readonly TakenRecord[]): string {
  const alike = sameKind(record, all);
  return alike.length < 2 ? "" : `, ${ordinal(alike.indexOf(record) + 1)}`;
}

function sameKind({ system, kind }: TakenRecord, all: readonly TakenRecord[]): TakenRecord[] {
  return all.filter((other) => other.system === system && other.kind === kind);
}
