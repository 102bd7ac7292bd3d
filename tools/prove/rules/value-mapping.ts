import type { Harm, KeyedRecord } from "./harms.ts";
import { bare } from "./written.ts";

/** The result of an event with one of the possible values of a field. */
export interface Told {
  readonly value: string | number | boolean;
  /** Created or changed by the event. */
  readonly records: readonly Pick<KeyedRecord, "kind" | "fields">[];
}

/**
 * Compares the fields that have the name of an event field with several possible values. Wrong are: a field filled for
 * some values and not for others, another number, and a word that stands for another of the values.
 */
export function wrongMappings(name: string, all: readonly Told[]): Harm[] {
  const places = all.flatMap(({ value, records }) =>
    records.flatMap(({ kind, fields }) =>
      leavesOfFields(fields)
        .filter(([field]) => bare(field) === bare(name))
        .map(([field, written]) => ({ value, kind, field, written })),
    ),
  );
  const byField = Map.groupBy(places, ({ kind, field }) => `${kind} ${field}`);
  return [...byField.values()].flatMap((filled) => {
    const [first] = filled;
    // A computed number is not a copy of the event's.
    if (first === undefined || filled.some((one) => Number(one.value) > 0 && !isCopied(one))) return [];
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
      ...filled.flatMap((one) => wrongMapping(one, filled, { place: `${field} of ${records}`, name })),
    ];
    return rules.map((rule) => ({ records, field, rule }));
  });
}

/** Of a number. */
function isCopied({ value, written }: Filled): boolean {
  return typeof value !== "number" || String(written) === String(value);
}

function wrongMapping(
  one: Filled,
  all: readonly Filled[],
  { place, name }: { readonly place: string; readonly name: string },
): string[] {
  const { value, written } = one;
  if (!isCopied(one)) return [`writes ${String(written)} into ${place}, where the event's ${name} is ${value}`];
  // What a checkbox means is judged by its name.
  if (typeof value !== "string" || !isOfAnotherValue(one, all)) return [];
  return [`writes ${String(written)} into ${place} where the event's ${name} is ${value}`];
}

interface Filled {
  readonly value: Told["value"];
  readonly written: unknown;
}

/** Whether the word is that of another value, which in turn gets a different word, or whose word `value` has taken. */
function isOfAnotherValue({ value, written }: Filled, all: readonly Filled[]): boolean {
  const is = (one: unknown, other: unknown) => bare(String(one)) === bare(String(other));
  if (is(written, value)) return false;
  const owner = all.find((one) => is(one.value, written));
  if (owner === undefined) return false;
  return !is(owner.written, written) || all.some((one) => one.value !== value && is(one.written, value));
}

/** Its filled fields, those within others by their own names. */
export function leavesOfFields(fields: Readonly<Record<string, unknown>>): (readonly [string, unknown])[] {
  return Object.entries(fields).flatMap(([field, value]): (readonly [string, unknown])[] => {
    if (value === null || value === undefined || value === "") return [];
    return typeof value === "object" && !Array.isArray(value) ? leavesOfFields({ ...value }) : [[field, value]];
  });
}
