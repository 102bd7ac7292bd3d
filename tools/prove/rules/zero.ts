import type { Harm } from "./harms.ts";
import { leavesOfFields, type Told } from "./value-mapping.ts";
import { bare } from "./written.ts";

/**
 * What an event does with a number, and not where the number is 0: a kind of record, a field, or the number in a text
 * is missing. Where something else is done or said instead, 0 was thought of.
 */
export function zeroLeftOut(name: string, all: readonly Told[]): Harm[] {
  const zero = all.find(({ value }) => value === 0);
  const others = all.filter(({ value }) => typeof value === "number" && value > 0);
  // With one other alone, a threshold may lie between.
  if (zero === undefined || others.length < 2) return [];
  const kinds = missing(kindsIn(zero), others.map(kindsIn));
  const least = Math.min(...others.map(({ value }) => Number(value)));
  const where = `where the event's ${name} is 0, and not where it is ${least}`;
  if (kinds.length > 0)
    return kinds.map((records) => ({ records, field: "*", rule: `leaves out the ${records} ${where}` }));
  const fields = missing(
    placesIn(zero, name),
    others.map((other) => placesIn(other, name)),
  );
  return [
    ...fields.map((place) => ({ ...split(place), rule: `leaves ${spelled(place)} empty ${where}` })),
    ...[...textsIn(zero)].flatMap(([place, text]) => {
      const said = others.map((other) => ({ value: other.value, text: textsIn(other).get(place) ?? "" }));
      const isWith = said.every((other) => numbersIn(other.text).includes(String(other.value)));
      const isCut = !numbersIn(text).includes("0") && said.every((other) => isWithin(text, other.text));
      return isWith && isCut ? [{ ...split(place), rule: `leaves the number out of ${spelled(place)} ${where}` }] : [];
    }),
  ];
}

/** What all of the others have, unless this one has something of its own. */
function missing(own: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): string[] {
  const [first, ...rest] = others;
  if ([...own].some((one) => others.every((other) => !other.has(one)))) return [];
  return [...(first ?? [])].filter((one) => !own.has(one) && rest.every((other) => other.has(one)));
}

function kindsIn({ records }: Told): ReadonlySet<string> {
  return new Set(records.map(({ kind }) => kind));
}

const BETWEEN = "\n";

/** Filled fields of other names than the event's, with their kind of record. */
function placesIn({ records }: Told, name: string): ReadonlySet<string> {
  const places = records.flatMap(({ kind, fields }) => leavesOfFields(fields).map(([field]) => [kind, field] as const));
  return new Set(places.filter(([, field]) => bare(field) !== bare(name)).map((place) => place.join(BETWEEN)));
}

function textsIn({ records }: Told): ReadonlyMap<string, string> {
  const texts = records.flatMap(({ kind, fields }) =>
    leavesOfFields(fields).map(([field, value]) => [[kind, field].join(BETWEEN), String(value)] as const),
  );
  return new Map(texts);
}

function split(place: string): Pick<Harm, "records" | "field"> {
  const [records = "", field = ""] = place.split(BETWEEN);
  return { records, field };
}

function spelled(place: string): string {
  const { records, field } = split(place);
  return `${field} of ${records}`;
}

function numbersIn(text: string): string[] {
  return text.match(/(?<![\p{L}\p{N}.,])\d+(?![\p{L}\p{N}])/gu) ?? [];
}

/** Whether every word is in the other text too. */
function isWithin(text: string, other: string): boolean {
  const words: readonly string[] = other.match(/\p{L}+/gu) ?? [];
  return text !== other && (text.match(/\p{L}+/gu) ?? []).every((word) => words.includes(word));
}
