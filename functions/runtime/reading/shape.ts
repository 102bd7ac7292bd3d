import { truthIn } from "../define/word.ts";
import { parseJson } from "./json.ts";
import { isObject, pathIn } from "../objects.ts";
import { letters, respelled, wordAmong } from "./spelling.ts";
import { isBlank, listOf, readText, textOf } from "./text.ts";
import { isUnanswered } from "./unanswered.ts";

/** What a schema says of types and of what must be there: all that reading needs of it. The build takes it from the schema. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly enum?: readonly unknown[];
}

/**
 * A value as its schema means it. What is required is identity: read where it is the same in another type, as the number 12 for a
 * text, what stands alone in a list or was made JSON twice, and else as it is, for the schema to judge. All else is a gift: null and blank are
 * absent, and of the wrong type it is read as text (or as the number, truth or list that it spells) or left out. Members that
 * the schema does not know stay as they are.
 * @returns undefined where it is absent.
 */
export function readAs(shape: Shape, given: unknown): unknown {
  const types = typesOf(shape);
  const value = structured(shape, types, given);
  if (isObject(value) && types.includes("object")) return readMembers(shape, value);
  if (Array.isArray(value) && types.includes("array")) return readItems(shape, value);
  if (value === null && !types.includes("null")) return undefined;
  return isBlank(value) ? undefined : value;
}

const NO_MEMBERS: NonNullable<Shape["properties"]> = {};

/** The object or list that is meant: of one that was made JSON twice, stands alone in a list, or is listed by its members. */
function structured({ properties = NO_MEMBERS }: Shape, types: readonly string[], value: unknown): unknown {
  const wantsObject = types.includes("object");
  if (typeof value === "string" && !types.includes("string") && (wantsObject || types.includes("array")))
    return madeOf(value.trim(), wantsObject) ?? value;
  if (!wantsObject || !Array.isArray(value) || types.includes("array")) return value;
  const members = Object.hasOwn(properties, "value") ? undefined : membersIn(value);
  return members ?? (value.length === 1 && isObject(value[0]) ? value[0] : value);
}

/** The object whose members are listed as a form's fields, as browsers' scripts have them: `[{ "name": "city", "value": "Rome" }]`. */
function membersIn(fields: readonly unknown[]): object | undefined {
  if (fields.length === 0 || fields.length > MOST_FIELDS) return undefined;
  const members = new Map<string, unknown>();
  for (const field of fields) {
    if (!isObject(field) || !Object.hasOwn(field, "value")) return undefined;
    const { name = field["key"], value } = field;
    if (typeof name !== "string") return undefined;
    members.set(name, members.has(name) ? [members.get(name), value].flat() : value);
  }
  return Object.fromEntries(members);
}

const MOST_FIELDS = 500;

function madeOf(json: string, wantsObject: boolean): unknown {
  if (!json.startsWith(wantsObject ? "{" : "[")) return undefined;
  try {
    return parseJson(Buffer.from(json));
  } catch {
    return undefined; // a text that only begins so
  }
}

function readMembers({ required = [], properties = NO_MEMBERS }: Shape, given: object): object {
  const read: Record<string, unknown> = {};
  const value = properties === NO_MEMBERS ? given : respelled(properties, given);
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__") continue;
    const shape = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const meant =
      shape === undefined
        ? member
        : required.includes(name)
          ? readIdentity(shape, member)
          : answered(name, readGift(shape, answerTo(name, member)));
    if (meant !== undefined) read[name] = meant;
  }
  return read;
}

function answered(name: string, read: unknown): unknown {
  return typeof read === "string" && isUnanswered(name, read) ? undefined : read;
}

/** What was answered, where a member holds its own question or name too: `firstName` of `{ "label": "First name", "value": "Ada" }`. */
function answerTo(name: string, member: unknown): unknown {
  if (!isObject(member) || !Object.hasOwn(member, "value") || Object.hasOwn(member, "options")) return member;
  const isOwn = [member["label"], member["name"]].some(
    (one) => typeof one === "string" && letters(one) === letters(name),
  );
  return isOwn ? member["value"] : member;
}

/** A number beyond 2^53 has lost digits, and might be another one's. */
function readIdentity(shape: Shape, value: unknown): unknown {
  const types = typesOf(shape);
  const isNumeric = types.includes("integer") || types.includes("number");
  if (Array.isArray(value) && value.length === 1 && types.length > 0 && !types.includes("array"))
    return readIdentity(shape, value[0]);
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
  const value = structured(shape, types, given);
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

/** An object without what it can't do without is none. */
function readWhole(shape: Shape, value: object): object | undefined {
  const read = readMembers(shape, value);
  return (shape.required ?? []).every((name) => Object.hasOwn(read, name)) ? read : undefined;
}

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
/** By shape, which is the build's and lasts: each value is read by one. */
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
 * Takes out of data that has been read the smallest gift that holds the place of a JSON pointer: a member that is not
 * required, or an item of a list. False where there is none: what is wrong there is identity.
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
