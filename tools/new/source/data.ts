import { camelOf, partOfName, wordsOf } from "../names.ts";
import {
  isNameBeside,
  ownWordFor,
  partsOfLabel,
  wordOf as plainWord,
} from "../../../functions/runtime/reading/labels.ts";
import { FULL_NAME_WORDS, OTHER_WORDS } from "../../../functions/runtime/reading/other-words.ts";
import { stepsOf } from "../../../functions/runtime/reading/nested.ts";
import {
  isLabelled,
  itemAt,
  type Leaf,
  keyOf,
  leavesOf,
  listDepth,
  ONLY,
  type Payload,
  VALUES,
} from "../payload/leaves.ts";
import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { isObject } from "../../../functions/runtime/objects.ts";
import { inferSchema, type Inferred } from "../payload/infer.ts";
import { THING } from "../payload/sample.ts";
import { valueAt } from "./place.ts";

/** A field of an event's data, and where the payload has it. */
export interface Field {
  readonly name: string;
  readonly leaf: Leaf;
  /** The leaf is somebody's whole name, which becomes firstName and lastName. */
  readonly isWholeName?: true;
  /** It does not stand where the person does. */
  readonly isElsewhere?: true;
}

const MOST_FIELDS = 15;
/** What senders call the person. */
const PEOPLE = ["user", "contact", "customer", "guest", "attendee", "invitee", "registrant", "subscriber"];

/**
 * What the payloads of a kind say about the person or thing, except for what is used already, under names of their own:
 * those nested least.
 */
export function fieldsOf(payloads: readonly Payload[], about: Leaf | undefined, taken: readonly Leaf[]): Field[] {
  const isTaken = new Set(taken.map(keyOf));
  const isAnswer = about !== undefined && isLabelled(about);
  const near = nearTo(payloads, about, isTaken).filter((leaf) => !isAddressOfOther(leaf));
  const leaves = new Map([...near, ...aroundAnswers(payloads, about)].map((leaf) => [keyOf(leaf), leaf]));
  const fields = new Map<string, Leaf>();
  for (const leaf of leaves.values()) {
    if (isTaken.has(keyOf(leaf))) continue;
    const isOfList = isAnswer && isLabelled(leaf);
    const steps = leaf.path.filter((step) => step !== ONLY);
    const isOfItem = VALUES.includes(steps.at(-1) ?? "") && Object.hasOwn(Object(itemAt(steps.at(-2) ?? "")), "text");
    const isHeld = isHeldIn(leaf) || isOfItem || (isOfList && itemAt(steps.at(-1) ?? "") === undefined);
    const [called = "", parent = ""] = steps
      .slice(0, isHeld ? -1 : undefined)
      .slice(isOfList ? -1 : 0)
      .flatMap(textsOfStep)
      .toReversed();
    // A tool's own name of a field says less than what was asked: `field_555e498`.
    const { label = called } = leaf;
    const isLabelBetter = /\d|^(?:input|field)/i.test(called) || ourWord(label) !== undefined;
    const last = ourWordIn(called, parent) === undefined && isLabelBetter ? label : called;
    const word = ourWordIn(last, parent);
    const isText = typeof leaf.value === "string" || (typeof leaf.value === "number" && word === "phone");
    const ours = isText && !near.some((one) => isCalled(word)(one) && !isOfThing(one, about)) ? word : undefined;
    // camelOf knows ASCII alone.
    const isWholeName = /[^\0-\x7f]/.test(last) && FULL_NAME_WORDS.includes(plainWord(last));
    const own = isOfThing(leaf, about) ? [] : [ours ?? (isWholeName ? "name" : camelOf(last))];
    const names = [...own, camelOf(parent, last)].map((one) => one || wordOfType(leaf));
    const name = names.find((one) => one !== "email" && !fields.has(one));
    if (name !== undefined && /^[a-z][A-Za-z\d]*$/.test(name)) fields.set(name, leaf);
  }
  return withBothNames(mostTelling([...fields].map(([name, leaf]) => ({ name, leaf }))));
}

/** The first of them, those before others that say of a person what forms ask for. */
function mostTelling(fields: readonly Field[]): Field[] {
  const isAsked = ({ name }: Field) => ownWordFor(name) !== undefined;
  const kept = fields.toSorted((one, other) => Number(isAsked(other)) - Number(isAsked(one))).slice(0, MOST_FIELDS);
  return fields.filter((field) => kept.includes(field));
}

/** With a name beside a first or last one as the other one: `Naam` beside `Voornaam`, `Name` beside `Surname`. */
function withBothNames(fields: readonly Field[]): Field[] {
  const told = fields.filter(({ name }) => NAMES.includes(name));
  const [known, another] = told;
  const other = NAMES.find((name) => name !== known?.name);
  return fields.map((field) => {
    const isOther =
      known !== undefined &&
      another === undefined &&
      (isNameBeside(labelOf(field.leaf), labelOf(known.leaf)) || isFirstBeside(field, known));
    return isOther && other !== undefined ? { ...field, name: other } : field;
  });
}

/** MailerLite's `name` beside `last_name`: one word, and another. */
function isFirstBeside({ name, leaf: { value } }: Field, last: Field): boolean {
  return name === "name" && last.name === "lastName" && /^\S+$/.test(String(value)) && value !== last.leaf.value;
}

function labelOf({ path, label }: Leaf): string {
  return label ?? textsOfStep(path.findLast((step) => !isStepToValue(step)) ?? "").at(-1) ?? "";
}

function isStepToValue(step: string): boolean {
  return step === ONLY || VALUES.includes(step);
}

/** Whether it is called as what is said of a person, but is a thing's: the title of an event, the telephone of a venue. */
function isOfThing({ path }: Leaf, about: Leaf | undefined): boolean {
  const holder = path.slice(0, -1);
  const isAround = holder.every((step, depth) => step === about?.path[depth]);
  const isPersons = Object.hasOwn(OTHER_WORDS, camelOf(path.at(-1) ?? ""));
  return (
    isPersons && !isAround && THING.test(holder.at(-1) ?? "") && !/company|organi[sz]ation/i.test(holder.at(-1) ?? "")
  );
}

/**
 * Our name for a member by its own name, or by that of its holder: lastName for `name.last` and `user_last_name`, company
 * for `company.name`.
 */
function ourWordIn(member: string, holder: string): string | undefined {
  const part = partOfName(member, holder);
  if (part !== undefined) return ourWord(part);
  const [whose = "", ...what] = wordsOf(member);
  return (
    (/^(?:name|full)$/i.test(member) ? ourWord(holder) : undefined) ??
    ourWord(member) ??
    (PEOPLE.includes(whose) ? ourWord(what.join("_")) : undefined)
  );
}

/** Guests and whoever else an address is of, where nothing says that it is another one of the person's. */
function isAddressOfOther({ path, value }: Leaf): boolean {
  const addresses = String(value).split(/[,;]/);
  return addresses.every((one) => isEmail(normaliseEmail(one))) && !path.some((step) => /mail/i.test(step));
}

/**
 * What stands beside an object of answers, texts first: when a call begins, and its title. What is called as something of
 * a person's is the form's here, or the meeting's.
 */
function aroundAnswers(payloads: readonly Payload[], about: Leaf | undefined): Leaf[] {
  if (about === undefined || about.path.length < 3 || !isHeldIn(about)) return [];
  const around = about.path.slice(0, -3);
  const beside = payloads
    .flatMap((payload) => leavesOf(payload))
    .filter(({ path }) => path.length === around.length + 1 && around.every((name, depth) => path[depth] === name));
  const isText = ({ value }: Leaf) => typeof value === "string" && value !== "";
  const isPersons = (name: string) =>
    ourWordIn(name, "") !== undefined || Object.hasOwn(OTHER_WORDS, camelOf(name)) || /name$/i.test(name);
  return beside
    .filter((leaf) => !isPersons(leaf.path.at(-1) ?? "") && !isAddressOfOther(leaf))
    .toSorted((one, other) => Number(isText(other)) - Number(isText(one)));
}

/** Whether it is the value of an object that is called as its answer: `fields.email.value`. */
function isHeldIn({ path }: Leaf): boolean {
  return path.length > 1 && listDepth({ path }) === undefined && VALUES.includes(path.at(-1) ?? "");
}

/** Our name for an answer by its type, where its label has no letter that a member can have. */
function wordOfType({ type = "" }: Leaf): string {
  return Object.keys(OTHER_WORDS).find((word) => wordsOf(type).includes(word)) ?? "";
}

function ourWord(called: string): string | undefined {
  const own = ownWordFor(called);
  return own === "fullName" ? undefined : own;
}

/** Whether it is in a list of one person's addresses, and not of people: `emails: [{ "label": "work", "value": … }]`. */
export function isOneOfAddresses(leaf: Leaf): boolean {
  return /mail/i.test(leaf.path[(listDepth(leaf) ?? 0) - 1] ?? "");
}

/** The path of what a value is said of: an item of a list, the list of answers, or an object, in which an answer may hold it. */
export function holderOf(leaf: Leaf): readonly string[] {
  const list = listDepth(leaf);
  if (list === undefined) return leaf.path.slice(0, isHeldIn(leaf) ? -2 : -1);
  return leaf.path.slice(0, isOneOfAddresses(leaf) ? list - 1 : list);
}

/** The leaves next to `about`; if that is the only answer of a list, those next to the list. */
function nearTo(payloads: readonly Payload[], about: Leaf | undefined, isTaken: ReadonlySet<string>): Leaf[] {
  const all = payloads
    .flatMap((payload) => leavesOf(payload))
    .toSorted((one, other) => one.path.length - other.path.length);
  const within = (around: readonly string[], list: number | undefined) =>
    all.filter((leaf) => listDepth(leaf) === list && around.every((name, depth) => leaf.path[depth] === name));
  if (about === undefined) return within([], undefined);
  const list = listDepth(about);
  const beside = isOneOfAddresses(about) ? within(holderOf(about), undefined) : [];
  const isHeld = [ONLY, ...VALUES].includes(about.path.at(-1) ?? "");
  const holder = about.path.slice(0, isHeld ? -2 : -1);
  if (list === undefined || !isLabelled(about)) return [...beside, ...within(holder, list)];
  const answers = within(about.path.slice(0, list), list);
  const others = answers.filter((leaf) => !isTaken.has(keyOf(leaf)));
  return others.length > 0 ? [...beside, ...answers] : within(about.path.slice(0, list - 1), undefined);
}

/** Without the number that Jotform puts before a name: `q6_email`. Of what was flattened into a name, all steps. */
function textsOfStep(step: string): readonly string[] {
  const item = itemAt(step);
  const text =
    item === undefined ? step.replace(/^q\d+_/, "") : item === "first" || item.text === true ? "" : item.text;
  return partsOfLabel(text) ?? (item === undefined ? stepsOf(text) : [text]);
}

function isCalled(ours: string | undefined): (leaf: Leaf) => boolean {
  return ({ path }) => ours !== undefined && camelOf(path.at(-1) ?? "") === ours;
}

const WHOLE_NAME = /^(?:.*(?:full|your))?name$/i;
/** A login, unless there are two words in it. */
const USER_NAME = new RegExp(`^(?:${PEOPLE.join("|")}|display)_?name$`, "i");

/** The field that is somebody's whole name, if there is neither a first nor a last name. */
export function wholeNameIn(fields: readonly Field[], about: Leaf | undefined): Field | undefined {
  const beside = `${camelOf(about?.path.at(-1) ?? "").replace(/e?mail(?:Address)?$/i, "")}Name`; // their `requesterEmail`
  if (fields.some(({ name }) => NAMES.includes(name))) return undefined;
  return fields.find(
    ({ name, leaf: { value } }) =>
      (WHOLE_NAME.test(name) ||
        FULL_NAME_WORDS.includes(plainWord(name)) ||
        ((USER_NAME.test(name) || name === beside) && /\S\s+\S/.test(String(value)))) &&
      typeof value === "string" &&
      isNameOfPerson(value),
  );
}

/** Not `Hard bounce`, and not `#1042`. */
function isNameOfPerson(text: string): boolean {
  return /^\p{L}/u.test(text.trim()) && !/^\p{Lu}.*\s\p{Ll}\S*$/u.test(text.trim());
}

export const NAMES = ["firstName", "lastName"];

/** The schema of one field: a gift of any form. */
export function fieldSchema({ leaf }: Field, payloads: readonly Payload[]): Inferred {
  const values = payloads.map((payload) => valueAt(payload, leaf.path));
  const { type } = inferSchema(values.map((value) => (isObject(value) ? leaf.value : value))); // a phone in parts
  return type === undefined ? {} : { type };
}
