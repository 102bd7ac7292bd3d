import { withoutEntities } from "./entities.ts";
import {
  FULL_NAME_WORDS,
  LONGEST,
  NAME_BESIDE,
  OF_COMPANY,
  OF_ONES_OWN,
  OTHER_WORDS,
  withoutAccents,
} from "./other-words.ts";
import { letters } from "./spelling.ts";

const MOST_IN_LABEL = 100;

/** What asks for something of somebody: `What is your`, `Wie lautet Ihre`. */
const ASKS =
  /^¿?(?:(?:what(?:['’]s| is| are)|please enter|enter|wie (?:ist|lautet)|quel(?:le)? est|cu[aá]l es|qual [eèé]|wat is)\s+)/i;

/** A possessive in those languages. Short ones are abbreviations too (`suEmail`): they count only in a label with spaces. */
const YOUR =
  /^(?:(?:[Ii]hre?|[Dd]eine?|[Vv]otre|[Jj]ouw)(?:[\s_-]+|(?=[A-Z]))|(?:[Vv]os|[Tt]on|[Tt]us?|[Ss]us?|(?:[Ii]l )?[ts]uo|(?:[Ll]a )?[ts]ua|[Uu]w|[Jj]e|(?:[Oo] )?[Ss]eu|(?:[Aa] )?[Ss]ua|[Dd]in|[Dd]itt?|[Tt]wój|[Tt]woj[ae]|[Vv]áš|[Vv]aš[ae]|[Вв]аше?|[Вв]аша)\s+)(?=\S)/;

/** The same few names come in each webhook. Bounded, as some senders' names never end. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;

/** wordIn() of a member's name or label, which is remembered. */
export function wordOf(called: string): string {
  const before = known.get(called);
  if (before !== undefined) return before;
  const word = wordIn(called);
  if (called.length <= MOST_IN_LABEL && known.size < MOST_KNOWN) known.set(called, word);
  return word;
}

/**
 * A label in letters(), without accents, numbering, pictures and HTML, and the question or possessive that it begins with:
 * `Ihre E-Mail-Adresse`, `2. Votre nom`, `jouwBericht`. Of one in two languages the first: `Email / Courriel`. XML's
 * `@name` is no name.
 */
export function wordIn(called: string): string {
  if (called.length > MOST_IN_LABEL || !/[/|]/.test(called)) return plainWord(called);
  const [first = "", ...others] = called.split(/\s*[/|]\s*/);
  const word = plainWord(first);
  const own = ownByWord.get(word);
  const isOne = own !== undefined && others.every((one) => ownByWord.get(plainWord(one)) === own);
  return isOne ? word : plainWord(called);
}

/** HTML in a label. `Email <of a friend>` has none. */
const TAG = /<\/?(?:a|abbr|b|br|div|em|font|h[1-6]|i|img|label|p|small|span|strong|su[bp]|u)(?:\s[^<>]*)?\/?>/gi;

function plainWord(label: string): string {
  const seen = /[<&]/.test(label) ? withoutEntities(label.replaceAll(TAG, " ")).trim() : label;
  const asked = seen.replace(/^(?:[^\p{L}\p{N}@#(]|\d{1,3}[.)]\s)+/u, "").replace(ASKS, "");
  return withoutAccents(letters(asked.replace(YOUR, ""))).replaceAll(/['’]|(?<=\p{L})\.$/gu, "");
}

const ownByWord: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...OTHER_WORDS, fullName: FULL_NAME_WORDS }).flatMap(([own, others]) =>
    [letters(own), ...others].map((word) => [word, own]),
  ),
);

const QUALIFIERS = [...OF_ONES_OWN, ...OF_COMPANY].join("|");
const QUALIFIED = new RegExp(`^(?:${QUALIFIERS})(?=.)|(?<=.)\\(?(?:${QUALIFIERS})\\)?$`);

/** Our name for a word of wordOf(); `fullName` for a whole one. A `Geschäftliche E-Mail` is an e-mail. */
export function ownNameOf(word: string): string | undefined {
  const own = ownByWord.get(word);
  if (own !== undefined || word.length > LONGEST) return own;
  const meant = ownByWord.get(word.replace(QUALIFIED, ""));
  const isOwnPhone = () => !OF_COMPANY.some((qualifier) => word.includes(qualifier));
  return meant === "email" || (meant === "phone" && isOwnPhone()) ? meant : undefined;
}

/** Our name for a member in any spelling and by any other name. */
export function ownWordFor(called: string): string | undefined {
  return ownNameOf(wordOf(called));
}

/**
 * Whether a label is that of the other name beside this one's: `Naam` beside `Voornaam`. They are spelled alike: the `name`
 * of a form that has a `Vorname` is no label.
 */
export function isNameBeside(label: string, other: string): boolean {
  const [word, beside] = [label, other].map(wordOf);
  const isPair = NAME_BESIDE.get(word ?? "")?.includes(beside ?? "") === true;
  return isPair && isLabel(label) === isLabel(other) && (beside !== "lastname" || /\s/.test(other));
}

/** Whether people read it, as far as its first letter shows; otherwise it is a program's name for a field. */
export function isLabel(called: string): boolean {
  return /^\P{Ll}/u.test(called);
}

/** Our name for a member called otherwise: title for `job_title`. */
export function ourWordFor(called: string): string | undefined {
  const own = ownWordFor(called);
  return own === undefined || own === "fullName" || wordOf(called) === letters(own) ? undefined : own;
}

/** A label that is a part of a name, as Gravity Forms and others have it: of `Name (First)` Name and First. */
export function partsOfLabel(label: string): readonly [name: string, part: string] | undefined {
  const [, name = "", part = ""] = /^([^()]{1,40})\(([^()]{1,40})\)[\s*:]{0,3}$/.exec(label) ?? [];
  return FULL_NAME_WORDS.includes(wordOf(name)) ? [name.trim(), part] : undefined;
}
