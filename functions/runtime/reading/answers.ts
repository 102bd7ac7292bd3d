import { ownWordFor } from "./labels.ts";
import { isNothing } from "./nothing.ts";
import { isSameAddress } from "./own-address.ts";
import { wordsIn } from "./person-name.ts";
import { letters } from "./spelling.ts";
import { textOf } from "./text.ts";

type Data = Readonly<Record<string, unknown>>;
type Told = ReadonlyMap<string, unknown>;

/** An object's fields, with the address in them. */
export interface Held {
  readonly called: string;
  /** Whether these may be the person's fields, with their address. */
  readonly isWrapper: boolean;
  /** Whether these may be answers of the person whose address stands beside them. */
  readonly isAnswers: boolean;
  readonly fields: Data;
  readonly address: unknown;
}

/**
 * With what these tell of the person with this address, and what stands beside them does not: with the same address in
 * them, or as answers without one. Of several answers, which may be several people's, none is taken; nor is anything that
 * has another name with it.
 */
export function completed(data: Data, held: readonly Held[], email: unknown): Data {
  const theirs = held.filter(({ address }) => isSameAddress(address, email));
  const [alone, ...others] = held
    .filter(({ isAnswers, address }) => isAnswers && address === undefined)
    .map(({ fields }) => ({ fields, answers: answersIn(fields) }))
    .filter(({ answers }) => Object.keys(answers).length > 0);
  const read = theirs.reduce((one: Data, { fields }) => withMore(one, fields, fields), data);
  return alone === undefined || others.length > 0 ? read : withMore(read, alone.fields, alone.answers);
}

/** With answers among these fields; of names none, if a whole one is told, which may be spelled otherwise. */
function withMore(data: Data, fields: Data, answers: Data): Data {
  if (isOthers(data, fields)) return data;
  const isWhole = meaningsTold(data).has("fullName");
  const isWanted = (name: string) => ownWordFor(name) !== undefined && !(isWhole && isPartOfName(name));
  const wanted = Object.entries(answers).filter(([name]) => isWanted(name));
  return together(data, Object.fromEntries(wanted));
}

/** Only texts, without a name or title, which may be a form's; none if all say what kind of field a form has there. */
function answersIn(fields: Data): Data {
  const answers = Object.entries(fields).filter(
    ([name, value]) =>
      typeof value === "string" && !isNothing(value) && ownWordFor(name) !== undefined && !isOfForm(name),
  );
  return answers.every(([, value]) => OF_FIELDS.test(textOf(value))) ? {} : Object.fromEntries(answers);
}

const OF_FIELDS =
  /^(?:text|string|textarea|select|dropdown|radio|checkbox|email|tel|phone|number|url|date|hidden|required|optional)$/i;

export function isOfForm(name: string): boolean {
  return letters(name) === "title" || ownWordFor(name) === "fullName";
}

/** A person's, by ownWordFor(). */
export const NAMES = ["firstName", "lastName", "fullName"];

/** Whether a member tells a name, whole or in part. */
export function isName(called: string): boolean {
  return NAMES.includes(ownWordFor(called) ?? "");
}

/** Whether it tells a first or a last one. */
export function isPartOfName(called: string): boolean {
  return isName(called) && ownWordFor(called) !== "fullName";
}

/** Whether both tell a name, and one does not hold the other: the same part of it, or a part and a whole one. */
export function isOthers(one: Data, other: Data): boolean {
  const [told, beside] = [meaningsTold(one), meaningsTold(other)];
  const isOther = (name: string, same: string) => !isSameName(told.get(name), beside.get(same));
  return NAMES.some((name) => isOther(name, name) || isOther(name, "fullName") || isOther("fullName", name));
}

function isSameName(one: unknown, other: unknown): boolean {
  const [words, others] = [wordsIn(textOf(one)), wordsIn(textOf(other))];
  return words.isSubsetOf(others) || others.isSubsetOf(words);
}

/** What two objects of one person hold; of what both tell, in whichever words, the first one's. */
export function together(first: Data, second: Data): Data {
  const told = meaningsTold(first);
  return { ...first, ...Object.fromEntries(Object.entries(second).filter(([name]) => !told.has(meaningOf(name)))) };
}

export function meaningsTold(data: Data): Told {
  const told = Object.entries(data).filter(([, value]) => !isNothing(value));
  return new Map(told.map(([name, value]) => [meaningOf(name), value]));
}

function meaningOf(name: string): string {
  return ownWordFor(name) ?? letters(name);
}
