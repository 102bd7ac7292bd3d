import type { Spelled } from "./values.ts";

/** A record as shown to the reader. */
export interface Told {
  readonly kind: string;
  readonly name: string;
  /** The system's id. Undefined if the record has none and is identified by content. */
  readonly id: string | undefined;
  readonly fields: Spelled;
}

interface Pair {
  readonly former: Told;
  readonly latter: Told;
}

/** Matches records before and after: by id, else by equality, else by greatest similarity. */
export function pairRecords(earlier: readonly Told[], later: readonly Told[]) {
  const pairs = new Map<Told, Told>();
  const paired = new Set<Told>();
  for (const isSame of [haveOneId, areEqual, areAlike]) {
    for (const former of earlier.filter((record) => !pairs.has(record))) {
      const latter = later.find(
        (record) => !paired.has(record) && record.kind === former.kind && isSame(former, record),
      );
      if (latter === undefined) continue;
      pairs.set(former, latter);
      paired.add(latter);
    }
  }
  return {
    pairs: [...pairs].map(([former, latter]): Pair => ({ former, latter })),
    gone: earlier.filter((record) => !pairs.has(record)),
    fresh: later.filter((record) => !paired.has(record)),
  };
}

function haveOneId(one: Told, other: Told): boolean {
  return one.id !== undefined && one.id === other.id;
}

function areEqual(one: Told, other: Told): boolean {
  return isNameless(one, other) && differingFields(one.fields, other.fields).length === 0;
}

/** At least half of the fields are equal. */
function areAlike(one: Told, other: Told): boolean {
  const count = Object.keys(one.fields).length;
  return isNameless(one, other) && (count - differingFields(one.fields, other.fields).length) * 2 >= count;
}

function isNameless(...both: readonly Told[]): boolean {
  return both.every(({ id }) => id === undefined);
}

/** Names of fields that differ or are in only one of them, sorted. */
export function differingFields(one: Spelled, other: Spelled): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((field) => one[field] !== other[field])
    .toSorted();
}
