import { isObject } from "../../../functions/runtime/objects.ts";
import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { DIAL_CODES, numberIn } from "../../../functions/runtime/reading/phone.ts";
import { letters } from "../../../functions/runtime/reading/spelling.ts";
import { onlyOf } from "../../../functions/runtime/reading/structure.ts";
import { chosenIn, listOf, textOf } from "../../../functions/runtime/reading/text.ts";

/** A value in a payload that is neither an object nor a list, with the path to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: string | number | boolean;
  /** The type of the answer, where its list item gives one: `PHONE_NUMBER`. */
  readonly type?: string;
  /** What was asked, where it stands beside the answer and not in the path. */
  readonly label?: string;
}

export type Payload = Readonly<Record<string, unknown>>;

/** An item of a list, on the way to a leaf: the one whose `member` is `text`, or the first where nothing names them. */
export type Item = { readonly member: string; readonly text: string | true } | "first";

const FIRST = "[0]";
/** The step into a list that holds a question's only answer, rather than a list of things. */
export const ONLY = "[only]";

/** Members that label an item beside its value, as forms list their answers, in order of preference. */
export const LABELS = ["column_id", "label", "title", "question", "name", "key", "type"] as const;
/**
 * The last two as Google Ads and Meta have them: https://developers.google.com/google-ads/webhook/docs/implementation,
 * https://github.com/facebook/facebook-php-business-sdk/issues/270
 */
export const VALUES = ["value", "answer", "string_value", "values"];

/** All leaves outside lists; inside lists, values that have a label, and without labels those of the first item. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (isScalar(value)) return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return isOneEmail(value) ? [{ path: [...path, ONLY], value: value[0] }] : answersIn(value, path);
  const phone = path.length > 0 ? phoneIn({ ...value }) : "";
  if (phone !== "") return [{ path, value: phone }];
  const answers = path.length > 0 ? answersOf({ ...value }) : undefined;
  if (answers !== undefined) return answers.map((answer) => ({ ...answer, path: [...path, ...answer.path] }));
  if (hasAnswers(value))
    return Object.entries(value).map(([name, [only]]) => ({ path: [...path, name, ONLY], value: only }));
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

/** The phone number of a field that has it in parts, and that a schema reads as one: Jotform's `{ "area": "030", "phone": "1234567" }`. */
function phoneIn(field: Payload): string {
  const names = Object.keys(field).map((name) => letters(name).replace(/^phone(?=.)/, ""));
  return names.length > 1 && names.every((name) => OF_PHONE.has(name)) ? numberIn(field) : "";
}

const OF_PHONE = new Set([...DIAL_CODES, "area", "phone", "number", "country", "iso2"]);

/** A recipient, as Resend has it in `to`. */
function isOneEmail(list: readonly unknown[]): list is readonly [string] {
  return list.length === 1 && isEmail(normaliseEmail(list[0]));
}

/**
 * The answer, if there is one, that an object holds beside what was asked: Elementor's `email: { "title": "E-mail", "type":
 * "email", "value": … }`. Of several, or of a chosen option, the text; undefined for any other object.
 */
function answersOf(field: Payload): Leaf[] | undefined {
  const holder = VALUES.find((name) => Object.hasOwn(field, name));
  const isAlone = Object.keys(field).every((name) => OF_ANSWER.has(name)); // a deal has a title and a value too
  if (
    holder === undefined ||
    !isAlone ||
    !["label", "title", "question", ...nameOfText(field)].some((name) => typeof field[name] === "string")
  )
    return undefined;
  if (isChoice(field)) return [{ path: [], value: textOf(field) }];
  const { type, label = field["title"] ?? field["question"], [holder]: told } = field;
  const value = isScalar(told) ? told : Array.isArray(told) ? listOf(told) : textOf(told);
  const within = isObject(told) ? leavesOf(told, [holder]) : [];
  if (!isScalar(told) && (value === "" || within.some((leaf) => isEmail(normaliseEmail(leaf.value))))) return within;
  const said = { ...(typeof type === "string" && { type }), ...(typeof label === "string" && { label }) };
  return [{ path: [holder], value, ...said }];
}

/** A name beside a number may be a deal's. */
function nameOfText({ value }: Payload): string[] {
  return typeof value === "string" ? ["name"] : [];
}

const OF_ANSWER = new Set([...LABELS, ...VALUES, "id", "raw_value", "required", "isHidden", "options"]);

/** A list of one text under each question, as Google's forms have it. */
function hasAnswers(value: object): value is Record<string, readonly [string]> {
  const members: unknown[] = Object.values(value);
  return (
    members.length > 1 &&
    members.every((member) => Array.isArray(member) && member.length === 1 && typeof member[0] === "string")
  );
}

function isScalar(value: unknown): value is Leaf["value"] {
  return ["string", "number", "boolean"].includes(typeof value);
}

function answersIn(list: readonly unknown[], path: readonly string[]): Leaf[] {
  const items: Payload[] = list
    .filter((item) => typeof item === "object" && item !== null)
    .map((item) => ({ ...item }));
  const main = mainIn(items, path);
  if (main !== undefined) return main;
  const answers = items.flatMap((item): Leaf[] => {
    const holder = VALUES.find((name) => isScalar(onlyOf(item[name])));
    const member = labelOf(item, items);
    if (member === undefined) return [];
    const step = stepTo(item, member);
    if (isChoice(item)) return [{ path: [...path, step], value: textOf(item) }];
    if (holder === undefined) return [];
    const type = typeof item["type"] === "string" && member !== "type" ? { type: item["type"] } : {};
    const within = Array.isArray(item[holder]) ? [holder, ONLY] : [holder];
    return [{ path: [...path, step, ...within], value: onlyOf(item[holder]) as Leaf["value"], ...type }];
  });
  if (answers.length > 0) return answers;
  const [first] = items;
  return first === undefined ? [] : leavesOf(first, [...path, FIRST]);
}

/** The one of several addresses that is marked as the main one: `{ "label": "work", "value": …, "primary": true }`. */
function mainIn(items: readonly Payload[], path: readonly string[]): Leaf[] | undefined {
  const marks = items.flatMap((item) =>
    Object.keys(item).flatMap((name) => (MAIN.test(name) && item[name] === true ? [{ item, name }] : [])),
  );
  const [main, another] = marks;
  const isOfAll = (name: string) => items.every((item) => isEmail(normaliseEmail(item[name])));
  if (main === undefined || another !== undefined || !Object.keys(main.item).some(isOfAll)) return undefined;
  const told = Object.entries(main.item).filter(([name]) => !isOfAll("value") || name === "value");
  return leavesOf(Object.fromEntries(told), [...path, stepTo(main.item, main.name)]);
}

const MAIN = /^(?:is_?)?(?:primary|main|default)$/i;

function stepTo(item: Payload, member: string): string {
  return `[${JSON.stringify({ member, text: item[member] })}]`;
}

/**
 * Whether an answer refers to its options by id, as Tally's do, so that it says nothing without them: an event's data takes
 * all of it, and the runtime reads the labels.
 */
function isChoice(field: Payload): boolean {
  const given = listOf([field["value"]].flat());
  const chosen = listOf(chosenIn(field) ?? []);
  return given !== "" && chosen !== "" && chosen !== given;
}

/** The label whose text no other item has: an id rather than a type, if it is words, as Livestorm has it. */
function labelOf(item: Payload, items: readonly Payload[]): string | undefined {
  const isOwn = (name: string) =>
    typeof item[name] === "string" && items.filter((one) => one[name] === item[name]).length === 1;
  const label = LABELS.find(isOwn);
  const isIdWords = isOwn("id") && items.every(({ id }) => /^[a-z]+(?:[_-][a-z]+)*$/i.test(String(id)));
  return isIdWords && (label === undefined || label === "type") ? "id" : label;
}

/** Whether each item of a list is an answer beside what was asked, as Paperform has them in `data`. */
export function areAnswers(list: readonly unknown[]): boolean {
  const labels = labelsIn(list);
  return labels.length > 0 && labels.length === list.length && labels.every(({ member }) => member !== "type");
}

/** The items of a list that has a label beside each answer, even if the answer is empty or a list. */
export function labelsIn(list: readonly unknown[]): { readonly member: string; readonly text: string }[] {
  const items = list.filter(isObject).filter((item) => VALUES.some((name) => Object.hasOwn(item, name)));
  return items.flatMap((item) => {
    const member = labelOf(item, items);
    return member === undefined ? [] : [{ member, text: String(item[member]) }];
  });
}

/** The item that a step of a path leads to, if it leads into a list. */
export function itemAt(step: string): Item | undefined {
  if (step === FIRST) return "first";
  return /^\[\{"member":.*\}\]$/.test(step) ? JSON.parse(step.slice(1, -1)) : undefined;
}

/** Whether it is in a list that labels its items. */
export function isLabelled(leaf: Leaf): boolean {
  const item = itemAt(leaf.path[listDepth(leaf) ?? -1] ?? "");
  return item !== undefined && item !== "first" && item.text !== true;
}

/** How many steps lead to the list that contains it; undefined outside lists. */
export function listDepth({ path }: Pick<Leaf, "path">): number | undefined {
  const depth = path.findIndex((step) => itemAt(step) !== undefined);
  return depth === -1 ? undefined : depth;
}

/** The first payload's leaves that every other one has too. */
export function commonLeaves([first, ...others]: readonly Payload[]): Leaf[] {
  const paths = others.map((payload) => new Set(leavesOf(payload).map(keyOf)));
  return leavesOf(first).filter((leaf) => paths.every((known) => known.has(keyOf(leaf))));
}

/** Whether both are members of the same object. */
export function areMembersOfOne(one: Pick<Leaf, "path">, other: Pick<Leaf, "path">): boolean {
  return keyOf({ path: one.path.slice(0, -1) }) === keyOf({ path: other.path.slice(0, -1) });
}

export function lastOf(path: readonly string[]): string {
  return path.at(-1) ?? "";
}

export function keyOf({ path }: Pick<Leaf, "path">): string {
  return JSON.stringify(path);
}
