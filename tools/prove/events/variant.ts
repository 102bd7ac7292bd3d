import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { readConfiguration } from "../../../local/runner/configuration.ts";
import { seededRandom, seedOf } from "../../seeded-random.ts";
import { leavesIn, type Path, replaced } from "./leaves.ts";
import { rewritten } from "./samples.ts";

/** What a changed value must satisfy. */
export interface Drawing {
  readonly validate: Validate;
  /** Lists of words; a system accepts no others in their place. */
  readonly words?: readonly (readonly string[])[] | undefined;
}

/**
 * The same event with different content: every string and number in its data changes to a unique value derived from
 * `mark`. Kept are values with no alternative (a `const`, one of a list), the person's e-mail, and keys of the
 * configuration, since an unconfigured form would be a different case.
 */
export function variantOf(event: Event, { validate, words, mark }: Drawing & { readonly mark: string }): Event {
  let data: unknown = event.data;
  for (const { path, value } of leavesIn(data)) {
    if (isKept(value, event.subject) || listWith(words, value) !== undefined) continue;
    const random = seededRandom(seedOf(1, `${mark} ${path.join(".")}`));
    for (const other of candidates(String(path.at(-1) ?? ""), value, random)) {
      const said = replaced(data, path, other);
      if (other === value || !validate(said)) continue;
      data = said;
      break;
    }
  }
  return withData(event, data);
}

/** The same event with each string changed only in its first or last letter or digit: `mtg-18` for `mtg-17`. */
export function nearVariantOf(event: Event, { validate, words }: Drawing, where: "first" | "last"): Event {
  const place = where === "first" ? /[a-z\d]/i : /[a-z\d](?=[^a-z\d]*$)/i;
  let data: unknown = event.data;
  for (const { path, value } of leavesIn(data)) {
    if (typeof value !== "string" || isKept(value, event.subject) || listWith(words, value) !== undefined) continue;
    const said = replaced(data, path, value.replace(place, nextOf));
    if (validate(said)) data = said;
  }
  return withData(event, data);
}

/** Long words, so that truncated text rarely ends at a word boundary. */
const LONG = " notwithstanding characteristically straightforward considerations".repeat(5);

/** The same event with every multi-word string made long, and a second word added to single-word names. */
export function wordyOf(event: Event, { validate, words }: Drawing): Event {
  let data: unknown = event.data;
  for (const { path, value } of leavesIn(data)) {
    const isName = /name$/i.test(String(path.at(-1))) && typeof value === "string" && /^\p{L}+$/u.test(value);
    if (typeof value !== "string" || !(isName || /\p{L} \p{L}/u.test(value))) continue;
    if (isKept(value, event.subject) || listWith(words, value) !== undefined) continue;
    const said = replaced(data, path, value + (isName ? " Maria" : LONG));
    if (validate(said)) data = said;
  }
  return withData(event, data);
}

/** The list that contains the word, ignoring case. */
export function listWith(words: Drawing["words"], value: unknown): readonly string[] | undefined {
  const word = typeof value === "string" ? value.toLowerCase() : undefined;
  return words?.find((list) => list.some((one) => one.toLowerCase() === word));
}

export function withData(event: Event, data: unknown): Event {
  return { ...event, data: data as Event["data"] }; // validated by its schema
}

function nextOf(letter: string): string {
  const last = { 9: "0", z: "a", Z: "A" }[letter];
  return last ?? String.fromCharCode(letter.charCodeAt(0) + 1);
}

/** Another person's subject, in the same form as the event's own. */
export function otherSubject(event: Event, { validate, mark }: Drawing & { readonly mark: string }): string {
  for (const other of candidates(mark, event.subject, seededRandom(seedOf(1, `${mark} subject`)))) {
    const email = String(other);
    if (email !== event.subject && validate(rewritten(event, { email, at: 0, id: event.id }).data)) return email;
  }
  return event.subject;
}

/** The event reduced to the data that its schema requires. */
export function bareOf(event: Event, validate: Validate): Event {
  const paths = [...leavesIn(event.data)].map(({ path }) => path);
  return lessOf(event, validate, paths);
}

/** The event without every top-level field that its schema allows to be absent. Keeps the person. */
export function sparseOf(event: Event, validate: Validate): Event {
  const others = Object.entries(event.data).filter(([, value]) => value !== event.subject);
  const paths = others.map(([name]) => [name]);
  return lessOf(event, validate, paths);
}

/** The event with its currency changed to one without minor units. Empty if it has no currency. */
export function inYen(event: Event, validate: Validate): readonly Event[] {
  const currencies = [...leavesIn(event.data)].filter(({ path }) => /currency/i.test(String(path.at(-1))));
  const said = (word: string) => currencies.reduce<unknown>((data, { path }) => replaced(data, path, word), event.data);
  const data = ["JPY", "jpy"].map(said).find(validate);
  return currencies.length === 0 || data === undefined ? [] : [withData(event, data)];
}

const OFFSET_MS = 5.5 * 3600 * 1000;

/** The event with each time written in India's zone: the same instants. Empty if it has no times. */
export function inIndia(event: Event, validate: Validate): readonly Event[] {
  return respelled(event, validate, (value) => {
    const at = typeof value === "string" && IS_TIME.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? value : new Date(at + OFFSET_MS).toISOString().replace("Z", "+05:30");
  });
}

function respelled(event: Event, validate: Validate, spell: (value: unknown) => unknown): readonly Event[] {
  let data: unknown = event.data;
  for (const { path, value } of leavesIn(event.data)) {
    const other = spell(value);
    const said = other === value ? data : replaced(data, path, other);
    if (validate(said)) data = said;
  }
  return data === event.data ? [] : [withData(event, data)];
}

/** The paths of its lists that are not empty. Of lists within lists only those of the first item. */
export function listsIn(data: unknown, path: Path = []): Path[] {
  if (typeof data !== "object" || data === null) return [];
  const own = Array.isArray(data) && data.length > 0 ? [path] : [];
  const inner = Array.isArray(data) ? Object.entries(data).slice(0, 1) : Object.entries(data);
  return [
    ...own,
    ...inner.flatMap(([name, value]) => listsIn(value, [...path, Array.isArray(data) ? Number(name) : name])),
  ];
}

/** One event for each list that its schema allows to be empty, with none of its items. */
export function withoutItems(event: Event, validate: Validate): (readonly [name: string, less: Event])[] {
  return listsIn(event.data)
    .map((path) => [path.join("."), withData(event, replaced(event.data, path, []))] as const)
    .filter(([, less]) => validate(less.data));
}

/** One event for each optional top-level field, without that field. */
export function eachLess(event: Event, validate: Validate): (readonly [name: string, less: Event])[] {
  return Object.entries(event.data)
    .filter(([, value]) => value !== event.subject)
    .map(([name]) => [name, lessOf(event, validate, [[name]])] as const)
    .filter(([, less]) => less.data !== event.data);
}

function lessOf(event: Event, validate: Validate, paths: readonly Path[]): Event {
  const data = paths.reduce<unknown>((left, path) => {
    const less = without(left, path);
    return validate(less) ? less : left;
  }, event.data);
  return withData(event, data);
}

function without(whole: unknown, [name = "", ...rest]: Path): unknown {
  if (Array.isArray(whole) || typeof whole !== "object" || whole === null) return whole;
  if (rest.length > 0)
    return Object.hasOwn(whole, name) ? replaced(whole, [name], without(Reflect.get(whole, name), rest)) : whole;
  return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
}

/** A value in an event's data. */
interface Field {
  /** The path as findings name it: `data.address.city`. */
  readonly field: string;
  readonly value: unknown;
}

/** Every value that distinguishes one event's data from another's. Leaves out configuration keys. */
export function leavesOf({ data, subject }: Event): Field[] {
  return [...leavesIn(data)]
    .filter(({ value }) => !isKept(value, subject))
    .map(({ path, value }) => ({ field: ["data", ...path].join("."), value }));
}

const configured = new Set([...configuredValues(readConfiguration())].map(String));

function* configuredValues(value: unknown): Generator {
  if (typeof value !== "object" || value === null) yield value;
  else
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* configuredValues(inner);
    }
}

/** The person's e-mail, or a key of the configuration. */
export function isKept(value: unknown, subject: string): boolean {
  if (typeof value === "string") return value.includes(subject) || configured.has(value);
  return typeof value !== "number" || configured.has(String(value));
}

const DAY_MS = 24 * 3600 * 1000;

/** Candidate replacements, most likely to be valid first. */
function* candidates(name: string, value: unknown, random: () => number): Generator {
  const more = 1000 + Math.floor(random() * 9000);
  if (typeof value === "number") {
    yield* [value + more * 10, value - more, value + more / 10_000, value + 1, value - 1];
    return;
  }
  const text = String(value);
  const word = `${name.replaceAll(/[^a-z]/gi, "").slice(0, 12)}${letters(random, 5)}`;
  yield* alike(text, word, more);
  if (/\d{4}/.test(text)) yield shuffled(text, random);
  yield* [word, word.toLowerCase(), letters(random, 4)];
  for (let times = 0; times < MOST_SHUFFLES; times += 1) yield shuffled(text, random);
}

const MOST_SHUFFLES = 4;

/** Candidates for strings of a well-known form, on which handlers may rely whatever the schema says. */
function alike(text: string, word: string, more: number): string[] {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return [new Date(Date.parse(text) - more * DAY_MS).toISOString().slice(0, 10)];
  if (IS_TIME.test(text) && !Number.isNaN(Date.parse(text)))
    return [new Date(Date.parse(text) - more * DAY_MS).toISOString()];
  if (URL.canParse(text) && text.includes("://")) return [new URL(word, text).href];
  if (/^[^@\s]+@[^@\s]+$/.test(text)) return [`${word}@${word}.example`.toLowerCase()];
  return [];
}

const IS_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:/;

const LETTERS = "bcdfghjkmnpqrstvwxz";

function letters(random: () => number, count: number): string {
  return Array.from({ length: count }, () => LETTERS.charAt(Math.floor(random() * LETTERS.length))).join("");
}

/** Replaces each digit by a digit and each letter by a letter, as in a telephone number, code or id. */
function shuffled(text: string, random: () => number): string {
  return text
    .replaceAll(/\d/g, () => String(Math.floor(random() * 10)))
    .replaceAll(/[a-z]/g, () => letters(random, 1))
    .replaceAll(/[A-Z]/g, () => letters(random, 1).toUpperCase());
}
