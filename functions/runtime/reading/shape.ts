import { isObject, pathIn } from "../objects.ts";
import { withoutFlag } from "./country.ts";
import { asDialled, isDialled } from "./phone.ts";
import { membersBy } from "./members.ts";
import { unflattened } from "./nested.ts";
import { isBlank } from "./nothing.ts";
import { isIdName, letters, respelled, wordAmong } from "./spelling.ts";
import { structured } from "./structure.ts";
import { listOf, readText, TEXT_MEMBERS, textOf } from "./text.ts";
import { parseTime } from "./time.ts";
import { truthIn } from "./truth.ts";
import { isUnanswered } from "./unanswered.ts";

/** The part of a JSON Schema that reading needs: types and required members. The build extracts it. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly enum?: readonly unknown[];
}

/**
 * Reads a value as its schema means it; undefined if absent. Members of an object are read in one of two ways:
 *
 * - Required members are identity. They are converted only where the value stays the same (the number 12 for a string,
 *   a lone list item, doubly encoded JSON), and otherwise left for the schema to judge.
 * - All others are gifts. Null and blank are absent; a value of the wrong type is converted to the text, number,
 *   boolean or list that it spells, or left out.
 *
 * Members unknown to the schema stay as they are.
 */
export function readAs(shape: Shape, given: unknown): unknown {
  const types = typesOf(shape);
  const value = structured(given, { types, properties: shape.properties });
  if (isObject(value) && types.includes("object")) return readMembers(shape, value);
  if (Array.isArray(value) && types.includes("array")) return readItems(shape, value);
  if (value === null && !types.includes("null")) return undefined;
  return isBlank(value) ? undefined : value;
}

const NO_MEMBERS: NonNullable<Shape["properties"]> = {};

function readMembers(shape: Shape, given: object): object {
  const read: Record<string, unknown> = {};
  const members =
    shape.properties === undefined ? given : respelled(shape.properties, unflattened(given, shape.properties));
  for (const [name, member] of Object.entries(members)) {
    if (name === "__proto__") continue;
    const meant = readMember(shape, name, member);
    if (meant !== undefined) read[name] = meant;
  }
  return read;
}

function readMember({ required = [], properties = NO_MEMBERS }: Shape, name: string, member: unknown): unknown {
  const shape = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (shape === undefined) return member;
  if (required.includes(name)) return readIdentity(shape, identityIn(name, shape, member));
  const answer = isText(shape) ? answerTo(name, member) : member;
  const read = readGift(shape, answer);
  if (typeof read !== "string") return read;
  if (isUnanswered(name, typeof answer === "boolean" ? answer : read)) return undefined;
  const spelled = name === "phone" ? asDialled(read) : name === "country" ? withoutFlag(read) : read;
  return spelled === "" || (name === "phone" && truthIn(read) !== undefined) ? undefined : spelled;
}

/**
 * The answer, if a member repeats its own question or name (`firstName` of `{ "label": "First name", "value": "Ada" }`), is part
 * of something larger under its own name (`country` of an address), or follows its number, as in Odoo (`[57, "Germany"]`).
 */
function answerTo(name: string, member: unknown): unknown {
  // The number before another one may be its dial code.
  if (Array.isArray(member) && name === "phone") return member.map(numberBesideLabel);
  if (Array.isArray(member)) return name === "message" ? member : (nameOfPair(member) ?? member);
  if (!isObject(member) || Array.isArray(member["options"])) return member;
  if (!Object.hasOwn(member, "value")) return textOf(member) || (memberCalled([name], member) ?? member);
  if (name === "phone") return numberBesideLabel(member);
  const isOwn = [member["label"], member["name"]].some((one) => typeof one === "string" && isUnanswered(name, one));
  return isOwn ? member["value"] : member;
}

/** The number of `{ "label": "work", "value": "+44 …" }`, whose label says where it rings. */
function numberBesideLabel(member: unknown): unknown {
  const isLabelled = isObject(member) && !isDialled(textOf(member)) && isDialled(textOf(member["value"]));
  return isLabelled ? member["value"] : member;
}

function isText(shape: Shape): boolean {
  const types = typesOf(shape);
  return types.includes("string") && !types.includes("object") && !types.includes("array");
}

function nameOfPair([number, name, ...more]: readonly unknown[]): string | undefined {
  return Number.isSafeInteger(number) && typeof name === "string" && more.length === 0 ? name : undefined;
}

/** The text or number of the first of these names that has one, in any spelling. */
function memberCalled(names: readonly string[], members: object): unknown {
  const said = membersBy(letters, members);
  const values = names.map((name) => said.get(letters(name))?.value);
  return values.find((value) => typeof value === "string" || typeof value === "number");
}

/** Members that hold a record's word, in letters(). */
const WORD_MEMBERS = [...TEXT_MEMBERS, "id", "key", "code", "slug"];

/**
 * An object's identity, where a required text is meant: its value or the member of the same name; for an id its id
 * (`{ "id": "demo", "name": "Ask for a demonstration" }`); for a time what Firestore (`{ "_seconds": 1793611800 }`),
 * MongoDB, PHP and calendars make JSON of; for an enumeration the only one of its words that it is called: of
 * `{ "from": "registered", "to": "left" }` none.
 */
function identityIn(name: string, shape: Shape, member: unknown): unknown {
  if (!isObject(member) || !isText(shape)) return member;
  if (shape.enum !== undefined) {
    const told = Object.entries(member).filter(([called]) =>
      [...WORD_MEMBERS, letters(name)].includes(letters(called)),
    );
    const words = told.map(([, one]) => (typeof one === "string" ? wordAmong(shape.enum, one) : one));
    const [word, ...others] = new Set(words.filter((one) => shape.enum?.includes(one)));
    return others.length === 0 ? (word ?? member) : member;
  }
  const isTime = typesOf(shape).includes("number") && !isIdName(name);
  const names = ["value", name, ...(isIdName(name) ? ["id", "$oid"] : []), ...(isTime ? ["seconds", "$date"] : [])];
  return (isTime ? timeBesideZone(member) : undefined) ?? memberCalled(names, member) ?? member;
}

/**
 * Of PHP's `{ "date": "2026-11-02 09:30:00.000000", "timezone_type": 3, "timezone": "UTC" }`, and of a calendar's
 * `{ "dateTime": "2026-11-02T10:30:00", "timeZone": "Europe/Berlin" }`.
 */
function timeBesideZone(member: object): string | undefined {
  const [time, zone] = [memberCalled(["date", "dateTime"], member), memberCalled(["timezone"], member)];
  if (typeof time !== "string" || typeof zone !== "string") return undefined;
  return parseTime(time) === undefined ? `${time} ${zone}` : time;
}

function readIdentity(shape: Shape, value: unknown): unknown {
  const types = typesOf(shape);
  const isNumeric = types.includes("integer") || types.includes("number");
  if (Array.isArray(value) && value.length === 1 && types.length > 0 && !types.includes("array"))
    return readIdentity(shape, value[0]);
  // Beyond 2^53 digits are lost and the number might be another one: left to the schema.
  if (Number.isSafeInteger(value) && types.includes("string") && !isNumeric) return String(value);
  const isStructure = !types.includes("string") && (types.includes("object") || types.includes("array"));
  if (typeof value !== "string" || isStructure || isBlank(value)) return readAs(shape, value);
  return isNumeric && !types.includes("string") && /^\d+$/.test(value.trim()) && Number.isSafeInteger(Number(value))
    ? Number(value)
    : wordAmong(shape.enum, value);
}

function readItems({ items = {} }: Shape, values: readonly unknown[]): unknown[] {
  return values.map((value) => readGift(items, value)).filter((value) => value !== undefined);
}

function readGift(shape: Shape, given: unknown): unknown {
  const types = typesOf(shape);
  const value = structured(given, { types, properties: shape.properties });
  if (types.length === 0 || value === null || isBlank(value)) return readAs(shape, value);
  if (isObject(value) && types.includes("object")) return readWhole(shape, value);
  if (Array.isArray(value)) {
    if (types.includes("array")) return readItems(shape, value);
    return types.includes("string") ? readText(listOf(value)) : undefined;
  }
  if (types.includes("array")) return readItems(shape, [value]);
  const read = readScalar(types, value);
  return typeof read === "string" ? wordAmong(shape.enum, read) : read;
}

/** An optional object without its required members is left out. */
function readWhole(shape: Shape, value: object): object | undefined {
  const read = readMembers(shape, value);
  return (shape.required ?? []).every((name) => Object.hasOwn(read, name)) ? read : undefined;
}

/** A string, number or boolean of one of these types, from whatever spells it; undefined if nothing does. */
function readScalar(types: readonly string[], value: unknown): unknown {
  const isOf = (type: string) => types.includes(type);
  if (typeof value === "boolean" && isOf("boolean")) return value;
  if (typeof value === "number" && isNumber(types, value)) return value;
  const text = readText(textOf(value));
  if (text === undefined || isOf("string")) return text;
  const truth = isOf("boolean") ? truthIn(text) : undefined;
  if (truth !== undefined) return truth;
  return /^-?\d+(?:\.\d+)?$/.test(text) && isNumber(types, Number(text)) ? Number(text) : undefined;
}

function isNumber(types: readonly string[], value: number): boolean {
  return Number.isFinite(value) && (types.includes("number") || (types.includes("integer") && Number.isInteger(value)));
}

const NONE: readonly string[] = [];
const OBJECT: readonly string[] = ["object"];
/** By shape. Shapes come from the build and never change, so the cache is bounded. */
const alone = new WeakMap<Shape, readonly string[]>();

function typesOf(shape: Shape): readonly string[] {
  const { type, properties } = shape;
  if (type === undefined) return properties === undefined ? NONE : OBJECT;
  if (typeof type !== "string") return type;
  const types = alone.get(shape) ?? [type];
  alone.set(shape, types);
  return types;
}

/**
 * Removes the smallest gift that contains the place of a JSON pointer: an optional member or a list item. Returns false
 * if there is none: the fault is in identity.
 */
export function leaveOut(shape: Shape, data: unknown, pointer: string): boolean {
  let gift = () => false;
  let [holder, known]: [unknown, Shape | undefined] = [data, shape];
  for (const name of pathIn(pointer)) {
    if (known === undefined || typeof holder !== "object" || holder === null) break;
    const within = holder;
    if (Array.isArray(within)) gift = () => within.splice(Number(name), 1).length > 0;
    else if (known.required?.includes(name) !== true) gift = () => Reflect.deleteProperty(within, name);
    known = Array.isArray(within) ? known.items : known.properties?.[name];
    holder = Reflect.get(within, name);
  }
  return gift();
}
