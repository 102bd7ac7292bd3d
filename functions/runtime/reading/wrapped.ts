import { isObject } from "../objects.ts";
import { ownNameOf, ownWordFor, wordOf } from "./labels.ts";
import type { Member } from "./members.ts";
import { unflattened } from "./nested.ts";
import { isHidden, isNothing } from "./nothing.ts";
import { hasOtherAddress, isPlainAddress, isSameAddress } from "./own-address.ts";
import { letters } from "./spelling.ts";
import { onlyOf, structured } from "./structure.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * A form's fields, or the person's, in one object or list of their own, as in letters(): Elementor's
 * `form_fields[email]`, Meta's `field_data`, Cal.com's `responses`. No user, customer or guest: these may be somebody
 * else; nor a form: its address is its owner's.
 */
const WRAPPER =
  /^(?:form|field|named)?(?:fields?|data|answers?|responses?|values|inputs?|submission|submitted)$|^(?:contact|person|lead|respondent|registrant|attendee)$/;

const MOST_WRAPPERS = 2;

/**
 * Data whose fields stand in an object of their own, or were flattened, as if they stood in it directly. Then a name or
 * title beside them is the form's, unless their own address is there too; anything else there wins, unless the person has
 * told the same. An address there wins over the fields; but of a `contact_email` and another one in the fields neither is
 * used.
 */
export function unwrapped(given: Data, depth = 0): Data {
  const data = ofOnePerson({ ...unflattened(given) });
  const email = emailIn(data);
  const alone = Array.isArray(email?.value) ? withoutLists(data) : data;
  if (depth > MOST_WRAPPERS || (email !== undefined && isPlainAddress(email.called))) return alone;
  const wrappers = wrappersIn(data, depth);
  const [wrapper, ...more] = wrappers;
  if (wrapper === undefined) return alone;
  const { address } = wrapper;
  const held = new Set(wrappers.map(({ called }) => called));
  const beside = Object.entries(data).filter(([name, value]) => !held.has(name) && !isNothing(value));
  const areOnes = more.every((another) => isSameAddress(another.address, address));
  if (!areOnes || hasOtherAddress(Object.fromEntries(beside), address)) return withoutAddresses(data);
  const fields = wrappers.map((one) => one.fields).reduce(together);
  const told = meaningsTold(fields);
  const isTheirs = isSameAddress(email?.value, address);
  const isTold = (own: string | undefined) => own !== undefined && told.has(own);
  const kept = beside.filter(([name]) => (isTheirs || !isOfForm(name)) && !isTold(ownWordFor(name)));
  const names = new Set(kept.map(([name]) => letters(name)));
  const others = Object.entries(fields).filter(([name]) => !names.has(letters(name)));
  return Object.fromEntries([...others, ...kept]);
}

interface Wrapper {
  readonly called: string;
  readonly fields: Data;
  readonly address: unknown;
}

/** The members that hold somebody's fields, with their address. */
function wrappersIn(data: Data, depth: number): readonly Wrapper[] {
  return Object.entries(data).flatMap(([called, value]): Wrapper[] => {
    const held = WRAPPER.test(letters(called)) ? structured(listed(value), { types: ["object"] }) : undefined;
    const fields = isObject(held) ? unwrapped(held, depth + 1) : {};
    const email = emailIn(fields);
    return email === undefined ? [] : [{ called, fields, address: email.value }];
  });
}

/** What two objects of one person hold; of what both tell, in whichever words, the first one's. */
function together(first: Data, second: Data): Data {
  const told = meaningsTold(first);
  return { ...first, ...Object.fromEntries(Object.entries(second).filter(([name]) => !told.has(meaningOf(name)))) };
}

function meaningsTold(data: Data): Set<string> {
  return new Set(Object.keys(data).flatMap((name) => (isNothing(data[name]) ? [] : meaningOf(name))));
}

function meaningOf(name: string): string {
  return ownWordFor(name) ?? letters(name);
}

function withoutAddresses(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([name]) => ownWordFor(name) !== "email"));
}

/**
 * Without what is numbered as another person's: `2. Name` beside `1. Attendee name`, or `2. Email` alone. A questionnaire
 * numbers different questions.
 */
function ofOnePerson(data: Data): Data {
  const numbered = Object.keys(data).filter((label) => /^\d{1,3}[.)]\s/.test(label) && ownWordFor(label) !== undefined);
  if (numbered.length === 0) return data;
  const words = Object.keys(data).map(wordOf);
  const isAskedTwice = (word: string) =>
    words.filter((other) => other.endsWith(word) && [undefined, ownNameOf(word)].includes(ownNameOf(other))).length > 1;
  const twice = new Set([...new Set(numbered.map(wordOf))].filter(isAskedTwice));
  const isFirst = numbered.length > 1 || /^1[.)]/.test(numbered[0] ?? "");
  const others = new Set(numbered.filter((label) => !isFirst || twice.has(wordOf(label))));
  return Object.fromEntries(Object.entries(data).filter(([label]) => !others.has(label)));
}

/** Fields by their ids, with their labels inside, as a list: Elementor's `{ "field_1": { "title": "E-mail", "value": … } }`. */
function listed(fields: unknown): unknown {
  const entries = isObject(fields) ? Object.entries(fields) : [];
  const isLabelled = (field: unknown) =>
    isObject(field) && "value" in field && ["title", "label"].some((name) => typeof field[name] === "string");
  if (entries.length === 0 || !entries.every(([, field]) => isLabelled(field))) return fields;
  return entries.map(([key, field]) => ({ key, ...Object(field) }));
}

/** Where the address stands in a list of one, each answer does, as in Google's forms (`e.namedValues`). */
function withoutLists(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, onlyOf(value)]));
}

/** One that was erased, too: another beside it is somebody else's. */
function emailIn(data: Data): Member | undefined {
  const isTold = (value: unknown) => isHidden(value) || !isNothing(value);
  const [called, value] = Object.entries(data).find(([name, one]) => ownWordFor(name) === "email" && isTold(one)) ?? [];
  return called === undefined ? undefined : { called, value };
}

function isOfForm(name: string): boolean {
  return letters(name) === "title" || ownWordFor(name) === "fullName";
}
