import { isObject } from "../objects.ts";
import { ungarbled } from "./garbled.ts";
import { membersBy } from "./members.ts";
import { isBlank } from "./nothing.ts";
import { numberIn } from "./phone.ts";
import { letters } from "./spelling.ts";

/** In UTF-16 units, more than any receiver accepts; each client applies its system's own limits. */
const MOST_CHARACTERS = 100_000;

/**
 * Members that hold an object's text, in letters(), by priority: `{ "name": "Acme", "id": 7 }`, `{ "label": "Yes", "value":
 * "1" }`, `{ "display_value": "Acme", "value": "31bea3d5" }`.
 */
export const TEXT_MEMBERS =
  "displayvalue name label value displayname text title full formatted plaintext rendered content stringvalue #text body".split(
    " ",
  );
/**
 * Members that hold the answer of a form field, which also carries its own name or type: `{ "name": "city", "value":
 * "Rome" }`, `{ "label": "City", "type": "text", "value": "Rome" }`.
 */
const ANSWERS = ["answer", "value"];
/** Members that mark an object with an answer as a form field. An option has its label and value alone. */
const FIELD_MARKS = ["question", "answer", "name", "title", "type", "isHidden"];
/** Members that mark an object with a `url` as a file: its URL is what was sent, not its name. */
const FILE_MARKS = ["filename", "fileName", "file_name", "size", "mimeType", "mimetype", "mime_type"];

/** The text of a scalar or of an object that has one; otherwise "". */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  return isObject(value) ? textIn(value) : "";
}

/** The answer or answers of a form field; for any other object its name. */
function textIn(members: Readonly<Record<string, unknown>>): string {
  const has = (name: string) => Object.hasOwn(members, name);
  const { url, code } = members;
  if (typeof url === "string" && FILE_MARKS.some(has)) return url;
  const chosen = chosenIn(members);
  if (chosen !== undefined) return listOf(chosen);
  const { type } = members;
  // A value under its type's name, as in Notion: `{ "type": "select", "select": { "name": "CTO" } }`.
  if (typeof type === "string" && has(type) && !ANSWERS.some(has)) return textOrList(members[type]);
  // A named amount, not a form field: `{ "name": "Acme", "value": 120000 }`.
  const isWorth = typeof members["name"] === "string" && typeof members["value"] === "number";
  const isField = !isWorth && ANSWERS.some(has) && FIELD_MARKS.some(has);
  const texts = isField ? ANSWERS.filter(has).map((name) => members[name]) : namesOf(members);
  const scalars = texts.map((told) =>
    isField && Array.isArray(told) ? listOf(told) : isObject(told) ? "" : textOf(told),
  );
  const others = [numberIn(members), isCountry(code) ? code : "", typeof url === "string" ? url : "", toldIn(members)];
  return [...scalars, ...others].find((text) => text !== "") ?? "";
}

function namesOf(members: object): unknown[] {
  const said = membersBy(letters, members);
  return TEXT_MEMBERS.map((name) => said.get(name)?.value);
}

function textOrList(value: unknown): string {
  return Array.isArray(value) ? listOf(value) : textOf(value);
}

/**
 * The chosen options of an answer that refers to them by id, as Tally's do: `{ "value": ["a"], "options": [{ "id": "a",
 * "text": "Rome" }] }`.
 */
export function chosenIn({ value, options }: Readonly<Record<string, unknown>>): unknown[] | undefined {
  if (!Array.isArray(options)) return undefined;
  const told = new Map(
    options.filter(isObject).map((option) => [option["id"] ?? option["value"], textOf({ ...option, id: undefined })]),
  );
  // Each option once: a thousand ids of one long text would multiply the payload a thousandfold.
  return [...new Set([value].flat())].map((one: unknown) => told.get(one) ?? one);
}

/** A translated text, keyed by language (`{ "de": "Abendessen", "en": "Dinner" }`): English, else the first. */
function toldIn(members: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(members).filter(([code]) => LANGUAGE.test(code));
  const [, text] = told.find(([code]) => code.startsWith("en")) ?? told[0] ?? [];
  return told.length === Object.keys(members).length && typeof text === "string" ? text : "";
}

const LANGUAGE = /^(?:ar|cs|da|de|el|en|es|fi|fr|he|hu|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|tr|uk|zh)(?:[-_]\w{2,8})?$/;

function isCountry(code: unknown): code is string {
  return typeof code === "string" && /^[a-z]{2,3}$/i.test(code);
}

/** The texts of a list, joined. */
export function listOf(values: readonly unknown[]): string {
  return values.map(textOf).filter(Boolean).join(", ");
}

/**
 * The text as typed, trimmed, without control characters and lone surrogates, which no system can store. Undefined if
 * blank.
 */
export function readText(given: string): string | undefined {
  const text = ungarbled(listed(given) ?? given);
  if (isBlank(text)) return undefined;
  if (PLAIN.test(text) && text.length <= MOST_CHARACTERS) return text.trim();
  const cut = text.length <= MOST_CHARACTERS ? text : text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  const read = withoutInvisible(
    composed(unslashed(cut))
      .toWellFormed()
      .replaceAll(/(?!\s)\p{Cc}/gu, ""),
  );
  return isBlank(read) ? undefined : read;
}

/**
 * The joined texts of a list sent as a JSON string (`["integrations","performance"]`), or as ActiveCampaign writes its
 * choices (`||CEO||CTO||`: https://github.com/solspace/craft-freeform/issues/2143).
 */
function listed(text: string): string | undefined {
  if (text.startsWith("||") && text.endsWith("||")) {
    const chosen = text.slice(2, -2).split("||");
    // A table of a wiki has lines, and code has spaces: `||x|| or ||y||`.
    return chosen.every((one) => /^\S(?:.*\S)?$/.test(one)) ? listOf(chosen) : undefined;
  }
  if (!/^\s*\["/.test(text) || !/"\]\s{0,9}$/.test(text.slice(-11))) return undefined;
  try {
    const values: unknown = JSON.parse(text);
    return Array.isArray(values) && values.every((value) => typeof value === "string") ? listOf(values) : undefined;
  } catch {
    return undefined; // text that only begins like JSON
  }
}

/**
 * Removes invisible characters at the ends of words, which come with pasted text and make `Ada` unequal to `Ada`.
 * Joiners within words (Persian, emoji) and direction marks in right-to-left text are kept: they have meaning.
 */
function withoutInvisible(text: string): string {
  const words = text
    .replaceAll(/(?<=^|\s)[\u200b\u2060\ufeff]+|(?<![\u200b\u2060\ufeff])[\u200b\u2060\ufeff]+(?=\s|$)/g, "")
    .trim();
  return RIGHT_TO_LEFT.test(words)
    ? words
    : words.replaceAll(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, "").trim();
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Composes decomposed letters, as in macOS file names: otherwise `Müller` is unequal to `Müller`
 * (https://github.com/uewepuep/FPVTracksideCore/pull/75). Skipped for many combining marks on one letter, which take
 * quadratic time.
 */
function composed(text: string): string {
  return /[\p{M}\u1100-\u11ff]/u.test(text) && !/\p{M}{30}/u.test(text) ? text.normalize("NFC") : text;
}

/** Most texts: ASCII with nothing to remove. */
const PLAIN = /^[ -[\]-~]*$/;

/**
 * Removes the backslashes that old PHP forms put before every quote (`O\'Brien`). If any quote has none, the others
 * were typed.
 */
function unslashed(text: string): string {
  return /\\['"]/.test(text) && !/(?<!\\)['"]/.test(text) ? text.replaceAll(/\\(['"])/g, "$1") : text;
}
