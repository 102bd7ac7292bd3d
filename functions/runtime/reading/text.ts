import { isObject } from "../objects.ts";
import { ungarbled } from "./garbled.ts";
import { numberIn } from "./phone.ts";

/** Longer than any receiver takes, in UTF-16 units: what a receiver's own limit is, its client knows. */
const MOST_CHARACTERS = 100_000;

/** The members that hold what an object stands for, where a text is meant: `{ "name": "Acme", "id": 7 }`, `{ "label": "Yes", "value": "1" }`. */
const NAMES = ["name", "label", "value", "text", "title", "full", "body"];
/**
 * Those of a field that was filled in, which is called, or of a type, itself: `{ "name": "city", "value": "Rome" }`,
 * `{ "label": "City", "type": "text", "value": "Rome" }`.
 */
const ANSWERS = ["answer", "value"];
const OF_FIELDS = ["question", "answer", "name", "title", "type"];
/** Those by which an object with a `url` is a file: what it is called is not what was sent. */
const OF_FILES = ["filename", "fileName", "file_name", "size", "mimeType", "mimetype", "mime_type"];

/** What is no text, number or truth, and not named, says nothing. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  return isObject(value) ? textIn(value) : "";
}

/** Of a field that was filled in the answer, of which there may be several; of any other object what it is called. */
function textIn(members: Readonly<Record<string, unknown>>): string {
  const has = (name: string) => Object.hasOwn(members, name);
  const { url, code } = members;
  if (typeof url === "string" && OF_FILES.some(has)) return url;
  const chosen = chosenIn(members);
  if (chosen !== undefined) return listOf(chosen);
  // What has a name may be worth something: `{ "name": "Acme", "value": 120000 }`.
  const isWorth = typeof members["name"] === "string" && typeof members["value"] === "number";
  const isField = !isWorth && ANSWERS.some(has) && OF_FIELDS.some(has);
  const texts = (isField ? ANSWERS : NAMES).filter(has).map((name) => {
    const told = members[name];
    if (isField && Array.isArray(told)) return listOf(told);
    return typeof told === "object" ? "" : textOf(told);
  });
  const others = [numberIn(members), isCountry(code) ? code : "", typeof url === "string" ? url : "", toldIn(members)];
  return [...texts, ...others].find((text) => text !== "") ?? "";
}

/** What was chosen, where an answer names it by its id: `{ "value": ["a"], "options": [{ "id": "a", "text": "Rome" }] }`, as Tally does. */
export function chosenIn({ value, options }: Readonly<Record<string, unknown>>): unknown[] | undefined {
  if (!Array.isArray(options)) return undefined;
  const told = new Map(
    options.filter(isObject).map((option) => [option["id"] ?? option["value"], textOf({ ...option, id: undefined })]),
  );
  // Each once: a long text that is named by each of a thousand ids would be a thousand times as long as what came.
  return [...new Set([value].flat())].map((one: unknown) => told.get(one) ?? one);
}

/** A text in several languages, by their codes (`{ "de": "Abendessen", "en": "Dinner" }`): in English, else the first. */
function toldIn(members: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(members).filter(([code]) => LANGUAGE.test(code));
  const [, text] = told.find(([code]) => code.startsWith("en")) ?? told[0] ?? [];
  return told.length === Object.keys(members).length && typeof text === "string" ? text : "";
}

const LANGUAGE = /^(?:ar|cs|da|de|el|en|es|fi|fr|he|hu|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|tr|uk|zh)(?:[-_]\w{2,8})?$/;

function isCountry(code: unknown): code is string {
  return typeof code === "string" && /^[a-z]{2,3}$/i.test(code);
}

/** Texts in a list, where one is meant. */
export function listOf(values: readonly unknown[]): string {
  return values.map(textOf).filter(Boolean).join(", ");
}

/** As it was typed, and without what no system can store: control characters, halves of surrogate pairs. Undefined where blank. */
export function readText(given: string): string | undefined {
  const text = ungarbled(listed(given) ?? given);
  if (isBlank(text)) return undefined;
  if (PLAIN.test(text) && text.length <= MOST_CHARACTERS) return text.trim();
  const cut = text.length <= MOST_CHARACTERS ? text : text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  const read = seen(
    composed(unslashed(cut))
      .toWellFormed()
      .replaceAll(/(?!\s)\p{Cc}/gu, ""),
  );
  return isBlank(read) ? undefined : read;
}

/** The texts of a list that was made JSON of for want of a list (`["integrations","performance"]`), as a list's. */
function listed(text: string): string | undefined {
  if (!/^\s*\["/.test(text) || !/"\]\s{0,9}$/.test(text.slice(-11))) return undefined;
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every((value) => typeof value === "string") ? listOf(values) : undefined;
  } catch {
    return undefined; // a text that only looks so
  }
}

/**
 * Without what can't be seen at its words' ends, as it comes with what was pasted: another `Ada` to whoever compares. What joins or parts
 * letters within a word (Persian, emoji), and marks of direction of a text that is written from the right, mean something.
 */
function seen(text: string): string {
  const words = text
    .replaceAll(/(?<=^|\s)[\u200b\u2060\ufeff]+|(?<![\u200b\u2060\ufeff])[\u200b\u2060\ufeff]+(?=\s|$)/g, "")
    .trim();
  return RIGHT_TO_LEFT.test(words)
    ? words
    : words.replaceAll(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, "").trim();
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Letters that come in pieces, as a Mac's files have them, as they are typed: else `Müller` is another one to whoever compares
 * (https://github.com/uewepuep/FPVTracksideCore/pull/75). Putting many marks on one letter in order takes the square of their number.
 */
function composed(text: string): string {
  return /[\p{M}\u1100-\u11ff]/u.test(text) && !/\p{M}{30}/u.test(text) ? text.normalize("NFC") : text;
}

/** What most texts are: nothing in it to be left out. */
const PLAIN = /^[ -[\]-~]*$/;

/** Without the slashes that PHP's older forms put before each quote (`O\'Brien`): where one has none, they are somebody's own. */
function unslashed(text: string): string {
  return /\\['"]/.test(text) && !/(?<!\\)['"]/.test(text) ? text.replaceAll(/\\(['"])/g, "$1") : text;
}

/** Nothing to be seen: spaces, characters of no width, control characters; or what a program has written in the place of nothing. */
export function isBlank(value: unknown): boolean {
  if (typeof value !== "string") return false;
  if (/^[!-~]/.test(value)) return NOTHING.test(value) || isUnchosen(value) || isMask(value);
  if (/^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]*$/u.test(value)) return true;
  const text = value.trim();
  return NOTHING.test(text) || isUnchosen(text) || isMask(text);
}

/** What a field with a mask sends where nobody has typed: `(___) ___-____`, `+39 ___ ____`, `__/__/____`. */
function isMask(text: string): boolean {
  return text.length <= 40 && text.includes("__") && /^\+?\d{0,4}[\s()./_-]+$/.test(text);
}

/** What a list to choose from shows where nobody has chosen: `--None--`, `— Please choose an option —`, `Select...`, or dashes alone. */
function isUnchosen(text: string): boolean {
  return text.length <= 60 && MAYBE_UNCHOSEN.test(text) && (UNCHOSEN.test(text) || ASKED.test(text));
}

/** How all of them begin: the two below take a millisecond to compile, which most first webhooks need not wait for. */
const MAYBE_UNCHOSEN = /^(?:[-–—]|bi|ch|el|es|ki|ma|pl|po|s[ceé]|v[eäæ]|wä)/i;

const VERB =
  "(?:aus)?wählen(?: sie(?: aus)?)?|sélectionne[rz]|choisi(?:r|ssez)|seleccion[ae]|elige|elija|selezionare|seleziona|scegli|selecione|escolha|selecteer|kies|välj|vælg|velg";
const OPTION = "eine option(?: aus)?|une option|una opción|un['’]opzione|uma opção|een optie|ett? alternativ";
/** The same without dashes: politely, with what is to be chosen, or with dots. `Kies` and `Elija` alone are names. */
const ASKED = new RegExp(
  `^(?:(?:(?:bitte|veuillez|por favor,?) (?:${VERB})|(?:${VERB}) (?:${OPTION})|maak een keuze)\\s?(?:\\.{3}|…)?|(?:${VERB})\\s?(?:\\.{3}|…))$`,
  "i",
);

const UNCHOSEN =
  /^(?:[-–—]{2,}|[-–—]+ *(?:none(?: selected)?|(?:(?:please )?(?:select|choose)\b|(?:bitte |eine |ein |option )*(?:aus)?wählen|choisi|sélection|seleccion|elige\b|seleziona|scegli|selecione|escolha\b|kies\b|selecteer|välj\b|vælg\b|velg\b)(?:[^-–—\s]*(?: [^-–—\s]+){0,4})) *[-–—]+|(?:please )?(?:select|choose)(?: one| an option| an answer)? ?(?:\.{3}|…)|please (?:select|choose)(?: one| an option| an answer)?\.?)\s*$/i;

/**
 * Alone: what programs make texts of where nothing is, and places that nobody has filled in, as mails, forms and workflows write
 * them: `{{ contact.firstname }}`, `*|FNAME|*`, `%%company%%`, `%FIRSTNAME%`, `{!Lead.Name}`, `${name}`, `<%= name %>`, `[[name]]`, `<your name>`.
 */
const NOTHING =
  /^(?:\[\s{0,9}\]|\{\s{0,9}\}|(?:(?:undefined|null|NaN|\[object Object\])(?:[,\s]+(?=\S))?)+|(?:\s*(?:\{\{[^{}]*\}\}|\*\|[^|]*\|\*|%%?[\w .-]+%%?|##[\w .-]+##|\{![^{}]+\}|\$\{[^{}]*\}|<%[^%<>]*%>|\[\[[^[\]]*\]\]|<[a-z][\w .:-]*>)){1,8})\s*$/;
