import { isLabel, isNameBeside, ownWordFor, partsOfLabel, wordOf } from "./labels.ts";
import { type Member, membersBy } from "./members.ts";
import { begins, namesOf, partsIn, surnameOf } from "./name-parts.ts";
import { FIRST_OR_WHOLE, FULL_NAME_WORDS, NAME_BESIDE } from "./other-words.ts";
import { isSalutation, namesIn, wordsIn } from "./person-name.ts";
import { letters } from "./spelling.ts";
import { isLacking } from "./unanswered.ts";

type Data = Readonly<Record<string, unknown>>;
type Said = ReadonlyMap<string, Member>;

interface Told {
  /** With what is called otherwise under our names. */
  readonly data: Data;
  /** What its members were called. */
  readonly labels: readonly string[];
  /** Its members by wordOf(). */
  readonly said: Said;
}

/**
 * First and last name from what holds both or parts of them; without those that are told as they are. Where no last name
 * is told, the first of these that is there: parts by their labels (`Name (First)`), a name beside the first one, a whole
 * name, `First` and `Last`.
 */
export function namesAmong(data: Data, labels: readonly string[]): Data {
  const told = { data, labels, said: membersBy(wordOf, data) };
  const { lastName } = data;
  if (isLacking("lastName", lastName))
    return labelledParts(data) ?? nameBeside("firstName", told) ?? wholeNameIn(told) ?? bareParts(told) ?? {};
  return { ...nameBeside("lastName", told), ...surnameOf(lastName, told.said) };
}

/** First and last name from a member that holds both; undefined if there is none. */
function wholeNameIn({ data, labels, said }: Told): Data | undefined {
  const { firstName: first } = data;
  const isFirst = typeof first === "string" && FIRST_OR_WHOLE.some((word) => said.get(word)?.value === first);
  if (isFirst && !isAsked("lastName", labels) && /\S\s+\S/.test(first)) return namesOf(first);
  // Beside a first name, "name" may be that of a form or company, unless it begins with the first name.
  const isWhole = (name: unknown) =>
    isLacking("firstName", first) || (typeof name === "string" && typeof first === "string" && begins(name, first));
  const isOfSeveral = (name: unknown) => typeof name === "string" && SEVERAL.test(name);
  const names = FULL_NAME_WORDS.map((word) => ({ word, name: nameIn(said.get(word)?.value) }))
    .filter(({ word, name }) => isWhole(name) && !(word === "names" && isOfSeveral(name)))
    .map(({ name }) => namesOf(name));
  return names.find((one) => one !== undefined);
}

/** In `names`, which are one person's parts in Fluent Forms and several people's elsewhere. */
const SEVERAL = /[,;&\n]|\s(?:and|und|et|y|en)\s/i;

const OTHER = { firstName: "lastName", lastName: "firstName" } as const;

/**
 * The other name, where a form calls it a name beside the one that is told: the last one beside `Voornaam` as in Belgium
 * (https://searchfox.org/mozilla-central/source/toolkit/components/formautofill/shared/FormAutofillHeuristics.sys.mjs),
 * the first one beside `Surname`. Of a whole name the other part; what may be a form's, a company's or another's is left
 * out: of first names, which forms also have a `Name` beside, all that have several words.
 */
function nameBeside(told: keyof typeof OTHER, { data, labels, said }: Told): Data | undefined {
  const { [told]: known, company, formId } = data;
  const lacking = OTHER[told];
  const { called = "", value } = memberBeside(told, labels, said) ?? {};
  const name = nameIn(value);
  if (typeof name !== "string" || typeof known !== "string") return undefined;
  if (lacking === "firstName" && isAsked(lacking, labels)) return undefined;
  const { [told]: same = "", [lacking]: rest = "" } = namesIn({ name });
  const isWhole = same !== "" && rest !== "";
  const words = wordsIn(known);
  const isShared = (text: string) => !words.isDisjointFrom(wordsIn(text));
  if (isShared(name)) {
    const isSame = isWhole && wordsIn(same).isSubsetOf(words);
    return isSame && !isShared(rest) ? { [lacking]: rest } : undefined;
  }
  const isFirst = !isWhole && !isSalutation(name) && (isLabel(called) || isLabel(name));
  const isMeant = lacking === "firstName" ? isFirst : !isWhole || isLabel(called);
  const isOther = [company, formId].some((one) => typeof one === "string" && letters(one) === letters(name));
  return !isMeant || isOther || /[\d,]/.test(name) ? undefined : { [lacking]: name };
}

/** The name whose label stands beside that of the one that is told. */
function memberBeside(told: string, labels: readonly string[], said: Said): Member | undefined {
  const known = labels.filter((label) => ownWordFor(label) === told);
  const names = [...NAME_BESIDE.keys()].flatMap((word) => said.get(word) ?? []);
  return names.find((name) => known.some((label) => isNameBeside(name.called, label)));
}

function isAsked(own: string, labels: readonly string[]): boolean {
  return labels.some((label) => ownWordFor(label) === own);
}

/** A placeholder is not a name. */
function nameIn(value: unknown): unknown {
  return ["name", "fullName", "lastName"].some((name) => isLacking(name, value)) ? undefined : value;
}

function labelledParts(data: Data): Data | undefined {
  const parts = Object.entries(data).flatMap(([label, value]): [string, unknown][] => {
    const [, part] = partsOfLabel(label) ?? [];
    return part === undefined ? [] : [[part, value]];
  });
  return ofSameFirst(partsIn(membersBy(wordOf, Object.fromEntries(parts))), data);
}

function ofSameFirst(names: Data | undefined, { firstName }: Data): Data | undefined {
  if (isLacking("firstName", firstName) || names?.["firstName"] === undefined) return names;
  return names["firstName"] === firstName ? names : undefined;
}

/** `first` and `last`, which may also be pages, flags, times and sites: only if no small letter begins them. */
function bareParts({ data, said }: Told): Data | undefined {
  const [firstName, lastName] = ["first", "last"].map((word) => said.get(word)?.value);
  const isName = (one: unknown) =>
    typeof one === "string" && /^(?!\p{Ll})\p{L}\P{N}*$/u.test(one) && !isLacking("lastName", one);
  return isName(firstName) && isName(lastName) ? ofSameFirst({ firstName, lastName }, data) : undefined;
}
