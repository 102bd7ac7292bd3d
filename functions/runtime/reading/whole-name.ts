import { isObject } from "../objects.ts";
import { type Member, membersBy } from "./members.ts";
import {
  FIRST_OR_WHOLE,
  FULL_NAME_WORDS,
  LAST_BESIDE_FIRST,
  ownWordFor,
  partsOfLabel,
  wordOf,
  wordsFor,
} from "./other-words.ts";
import { areParticles, namesIn } from "./person-name.ts";
import { textOf } from "./text.ts";
import { isLacking } from "./unanswered.ts";

type Data = Readonly<Record<string, unknown>>;
type Said = ReadonlyMap<string, Member>;

/** First and last name, from members that hold both or parts of them; without those that are told as they are. */
export function namesAmong(data: Data): Data {
  const said = membersBy(wordOf, data);
  const { lastName } = data;
  if (!isLacking("lastName", lastName)) return surnameOf(lastName, said);
  return labelledParts(data) ?? lastBesideFirst(data, said) ?? wholeNameIn(data, said) ?? {};
}

/** First and last name from a member that holds both; undefined if there is none. */
function wholeNameIn(data: Data, said: Said): Data | undefined {
  const { firstName: first } = data;
  const isFirst = typeof first === "string" && FIRST_OR_WHOLE.some((word) => said.get(word)?.value === first);
  const isLastAsked = () => Object.keys(data).some((label) => ownWordFor(label) === "lastName");
  if (isFirst && !isLastAsked() && /\S\s+\S/.test(first)) return namesOf(first);
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

/**
 * The last name where a language calls it a name, as in Belgium: `Voornaam` and `Naam`
 * (https://searchfox.org/mozilla-central/source/toolkit/components/formautofill/shared/FormAutofillHeuristics.sys.mjs). A label is spelled like the other one: the `name` of a form
 * that has a `Vorname` is no label. A company's or form's name, as far as that can be seen, is left out; of a whole one
 * the last.
 */
function lastBesideFirst(data: Data, said: Said): Data | undefined {
  const pairs = Object.entries(LAST_BESIDE_FIRST).map(([last, first]) => [said.get(last), said.get(first)] as const);
  const [last] = pairs.find(([one, first]) => one && first && isCapital(one.called) === isCapital(first.called)) ?? [];
  const { firstName: first, company } = data;
  const name = nameIn(last?.value);
  if (last === undefined || typeof name !== "string" || typeof first !== "string") return undefined;
  const { firstName: before = "", lastName: after = "" } = namesIn({ name });
  const [given, ofFirst] = [wordsIn(first), wordsIn(before)];
  const isShared = (text: string) => wordsIn(text).some((word) => given.includes(word));
  const isWhole = ofFirst.length > 0 && ofFirst.every((word) => given.includes(word));
  if (isShared(name)) return isWhole && !isShared(after) ? { lastName: after } : undefined;
  const isOfForm = ofFirst.length > 0 && !isCapital(last.called);
  return isOfForm || name === company || /[\d,]/.test(name) ? undefined : { lastName: name };
}

function wordsIn(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
}

function isCapital(label: string): boolean {
  return /^\P{Ll}/u.test(label);
}

/** A placeholder is not a name. */
function nameIn(value: unknown): unknown {
  return ["name", "fullName", "lastName"].some((name) => isLacking(name, value)) ? undefined : value;
}

/** What forms call the particles of a last name (https://github.com/openemr/openemr/issues/2595), as wordOf() has it. */
const PARTICLES = ["tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "surnameprefix", "lastnameprefix"];
/** What holds them where a tool has no other place (https://github.com/veda-consulting-company/uk.co.vedaconsulting.mailchimp/issues/133). */
const MIDDLE = ["middlename", "mname", "middle", "infix"];
/** The second of two last names: https://github.com/OCA/crm/pull/81 */
const SECOND = ["segundoapellido", "apellidomaterno", "apellido2", "lastname2", "secondlastname", "secondsurname"];

/** A last name with its parts that stand in fields of their own. */
function surnameOf(lastName: unknown, said: Said): Data {
  if (typeof lastName !== "string") return {};
  const textAmong = (words: readonly string[], is = (text: string) => text !== "") =>
    words.flatMap((word) => textOf(said.get(word)?.value).trim()).find(is) ?? "";
  const particles = textAmong(PARTICLES, (text) => areParticles(text.toLowerCase())) || textAmong(MIDDLE, areParticles);
  const isOfSecondPerson = [...said.keys()].some((word) =>
    /^(?:first|given|f)name2$|^second(?:first|given)name$/.test(word),
  );
  const [last, second] = [lastName.trim(), isOfSecondPerson ? "" : textAmong(SECOND)];
  const before = begins(last.toLowerCase(), particles.toLowerCase()) ? "" : particles;
  const after = last.endsWith(` ${second}`) || isLacking("lastName", second) ? "" : second;
  return before === "" && after === "" ? {} : { lastName: [before, last, after].filter(Boolean).join(" ") };
}

function namesOf(name: unknown): Data | undefined {
  if (typeof name === "string") return namesInText(name);
  if (!isObject(name)) return undefined;
  const { label, value } = name;
  const isLabelled = typeof label === "string" && FULL_NAME_WORDS.includes(wordOf(label));
  if (isObject(value) || (isLabelled && typeof value === "string")) return namesOf(value);
  const parts = membersBy(wordOf, name);
  // A title alone is a form's.
  const isOfForm = typeof name["title"] === "string" && Object.keys(name).length === 1;
  const whole = () => (isOfForm ? "" : textOf(name)) || textOf(parts.get("fullname")?.value);
  return partsIn(parts) ?? (whole() === "" ? undefined : namesIn({ name: whole() }));
}

function partsIn(parts: Said): Data | undefined {
  const partOf = (...words: readonly string[]) => words.map((word) => parts.get(word)).find(Boolean)?.value;
  const firstName = partOf("first", "firstname", "given", ...wordsFor("firstName"));
  const lastName = partOf("last", "lastname", "family", ...wordsFor("lastName"));
  if (firstName === undefined && lastName === undefined) return undefined;
  const last = lastName === undefined ? {} : { lastName, ...surnameOf(lastName, parts) };
  return { ...(firstName !== undefined && { firstName }), ...last };
}

function labelledParts(data: Data): Data | undefined {
  const parts = Object.entries(data).flatMap(([label, value]): [string, unknown][] => {
    const [, part] = partsOfLabel(label) ?? [];
    return part === undefined ? [] : [[part, value]];
  });
  const names = partsIn(membersBy(wordOf, Object.fromEntries(parts)));
  const { firstName } = data;
  if (isLacking("firstName", firstName) || names?.["firstName"] === undefined) return names;
  return names["firstName"] === firstName ? names : undefined;
}

/** Formstack has the parts in lines: `first = Ada` (https://developers.formstack.com/docs/webhook-examples). */
function namesInText(name: string): Data | undefined {
  const lines = name.split(/\r?\n/).filter((line) => line.trim() !== "");
  const parts = lines.map((line) => /^\s*(\w+) = (.*)$/.exec(line)).filter((part) => part !== null);
  if (parts.length > 0 && parts.length === lines.length)
    return namesOf(Object.fromEntries(parts.map(([, part = "", text = ""]) => [part, text])));
  return name.trim() === "" ? undefined : namesIn({ name });
}

function begins(name: string, first: string): boolean {
  return name.trim().startsWith(`${first.trim()} `);
}
