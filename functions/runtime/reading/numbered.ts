import { ownNameOf, ownWordFor, wordOf } from "./labels.ts";

type Data = Readonly<Record<string, unknown>>;

/** Data whose members are one person's, and called as where nothing is numbered. */
export function ofOnePerson(data: Data): Data {
  return unnumbered(withoutOthers(data));
}

/**
 * Without what is numbered as another person's: `2. Name` beside `1. Attendee name`, or `2. Email` alone. A questionnaire
 * numbers different questions.
 */
function withoutOthers(data: Data): Data {
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

/** What is numbered where no other such is: Fluent Forms' `email_1` of a form whose first address was deleted. */
function unnumbered(data: Data): Data {
  const numbered = Object.keys(data).filter((label) => NUMBERED.test(label));
  if (numbered.length === 0) return data;
  const words = Object.keys(data).map(wordOf);
  const isOnly = (word: string) =>
    OF_PERSON.has(ownNameOf(word)) && words.filter((one) => one.startsWith(word)).length === 1;
  const nameOf = (label: string) => label.replace(NUMBERED, "");
  const alone = new Set(numbered.filter((label) => isOnly(wordOf(nameOf(label)))));
  return Object.fromEntries(
    Object.entries(data).map(([label, value]) => [alone.has(label) ? nameOf(label) : label, value]),
  );
}

const NUMBERED = /(?<=[a-z])[_-]1$/i;
/** A `title_1` may be a heading. */
const OF_PERSON: ReadonlySet<string | undefined> = new Set(["email", "phone", "firstName", "lastName", "fullName"]);
