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

/**
 * What is numbered where no other such is: Jotform's `q4_email`, and Fluent Forms' `email_1` of a form whose first address
 * was deleted. A `title_1` may be a heading.
 */
function unnumbered(data: Data): Data {
  const labels = Object.keys(data);
  if (!labels.some((label) => NUMBERED.test(label))) return data;
  const nameOf = (label: string) => label.replace(NUMBERED, "");
  const words = labels.map((label) => wordOf(nameOf(label)));
  const isOnly = (word: string) => words.filter((one) => one.startsWith(word)).length === 1;
  const isMeant = (word: string) => ![undefined, "title"].includes(ownNameOf(word)) && isOnly(word);
  return Object.fromEntries(
    Object.entries(data).map(([label, value]) => [isMeant(wordOf(nameOf(label))) ? nameOf(label) : label, value]),
  );
}

const NUMBERED = /^q\d{1,3}_(?=[a-z])|(?<=[a-z])[_-]1$/i;
