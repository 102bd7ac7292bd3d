import { NAMES } from "./answers.ts";
import { ownNameOf, ownWordFor, wordOf } from "./labels.ts";
import { isNothing } from "./nothing.ts";
import { isSameAddress } from "./own-address.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * Data whose members are one person's, and called as where nothing is numbered.
 * @param only the payload's only address, by onlyAddressIn()
 */
export function ofOnePerson(data: Data, only: () => string | undefined): Data {
  return unnumbered(withoutOthers(data), only);
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
 * What is numbered where no other such is: Jotform's `q4_email`, Fluent Forms' `email_1` of a form whose first address
 * was deleted, and Dynamics' `emailaddress1`. Only if the one address of the payload is numbered so; and no names
 * beside others that are not numbered. A `title_1` may be a heading.
 */
function unnumbered(data: Data, only: () => string | undefined): Data {
  if (!Object.keys(data).some((label) => NUMBERED.test(label))) return data;
  const labels = Object.keys(data).filter((label) => !isNothing(data[label]));
  const nameOf = (label: string) => label.replace(NUMBERED, "");
  const byMeaning = Map.groupBy(labels, (label) => ownNameOf(wordOf(nameOf(label)).replace(/\d+$/, "")));
  const called = (own: string) => byMeaning.get(own) ?? [];
  const areNumbered = (alike: readonly string[]) => alike.every((label) => NUMBERED.test(label));
  const [address = "", ...others] = called("email");
  if (others.length > 0 || !NUMBERED.test(address) || !isSameAddress(data[address], only())) return data;
  const unread = ["title", ...(areNumbered(NAMES.flatMap(called)) ? [] : NAMES)];
  const meant = [...byMeaning].filter(([own]) => own !== undefined && !unread.includes(own));
  const names = new Map(
    meant.flatMap(([, [label = "", another]]) => (another === undefined ? [[label, nameOf(label)]] : [])),
  );
  return Object.fromEntries(Object.entries(data).map(([label, value]) => [names.get(label) ?? label, value]));
}

const NUMBERED = /^q\d{1,3}_(?=[a-z])|(?<=[a-z])[_-]?1$/i;
