import type { Harm, KeyedRecord } from "./harms.ts";
import { bare } from "./written.ts";

/** What became of an event that says one of the values which its member may have. */
export interface Told {
  readonly value: string | number;
  /** New or changed by the event. */
  readonly records: readonly Pick<KeyedRecord, "kind" | "fields">[];
}

/**
 * Of a member that may have several values, and of the fields by its own name: one that is filled for some of them and not for
 * others, a number that is another, and a word that is another one of the member's own, though that is not what it stands for there.
 */
export function wrongWords(name: string, all: readonly Told[]): Harm[] {
  const places = all.flatMap(({ value, records }) =>
    records.flatMap(({ kind, fields }) =>
      leaves(fields)
        .filter(([field]) => bare(field) === bare(name))
        .map(([field, written]) => ({ value, kind, field, written })),
    ),
  );
  const byField = Map.groupBy(places, ({ kind, field }) => `${kind} ${field}`);
  return [...byField.values()].flatMap((filled) => {
    const [first] = filled;
    // A number that is made of others is none that is passed on.
    if (
      first === undefined ||
      filled.some(({ value, written }) => typeof value === "number" && value !== 0 && written !== value)
    )
      return [];
    const { kind: records, field } = first;
    const empty = all.filter(
      ({ value, records: found }) =>
        found.some(({ kind }) => kind === records) && !filled.some((one) => one.value === value),
    );
    const rules = [
      ...empty.map(
        ({ value }) =>
          `leaves ${field} of ${records} empty where the event's ${name} is ${value}, and fills it for others`,
      ),
      ...filled.flatMap((one) => wrongWord(one, filled, { place: `${field} of ${records}`, name })),
    ];
    return rules.map((rule) => ({ records, field, rule }));
  });
}

function wrongWord(
  one: Filled,
  all: readonly Filled[],
  { place, name }: { readonly place: string; readonly name: string },
): string[] {
  const { value, written } = one;
  if (value === 0 && typeof written === "number" && written !== 0)
    return [`writes ${written} into ${place}, where the event's ${name} is 0`];
  if (typeof value === "number" || !isAnothers(one, all)) return [];
  return [`writes ${String(written)} into ${place} where the event's ${name} is ${value}`];
}

interface Filled {
  readonly value: string | number;
  readonly written: unknown;
}

/** Whether it is another value's word, and either that one has another, or its own word is given to another. */
function isAnothers({ value, written }: Filled, all: readonly Filled[]): boolean {
  const is = (one: unknown, other: unknown) => bare(String(one)) === bare(String(other));
  if (is(written, value)) return false;
  const owner = all.find((one) => is(one.value, written));
  if (owner === undefined) return false;
  return !is(owner.written, written) || all.some((one) => one.value !== value && is(one.written, value));
}

function leaves(fields: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  return Object.entries(fields).flatMap(([field, value]): (readonly [string, unknown])[] => {
    if (value === null || value === undefined || value === "") return [];
    return typeof value === "object" && !Array.isArray(value) ? leaves({ ...value }) : [[field, value]];
  });
}
