/** What a schema says of types and of what must be there: all that reading needs of it. The build takes it from the schema. */
export interface Shape {
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

/** Longer than any receiver takes, in UTF-16 units: what a receiver's own limit is, its client knows. */
const MOST_CHARACTERS = 100_000;

/**
 * A value as its schema means it. What is required is identity: read where it is the same in another type, as the number 12 for a
 * text or what stands alone in a list, and else as it is, for the schema to judge. All else is a gift: null and blank are
 * absent, and of the wrong type it is read as text (or as the number, truth or list that it spells) or left out. Members that
 * the schema does not know stay as they are.
 * @returns undefined where it is absent.
 */
export function readAs(shape: Shape, value: unknown): unknown {
  const isObject = typesOf(shape).includes("object");
  if (isRecord(value) && isObject) return readMembers(shape, value);
  if (Array.isArray(value) && typesOf(shape).includes("array")) return readItems(shape, value);
  if (value === null && !typesOf(shape).includes("null")) return undefined;
  return isBlank(value) ? undefined : value;
}

function readMembers({ required = [], properties = {} }: Shape, value: object): object {
  const read: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === "__proto__") continue;
    const shape = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const meant =
      shape === undefined ? member : required.includes(name) ? readIdentity(shape, member) : readGift(shape, member);
    if (meant !== undefined) read[name] = meant;
  }
  return read;
}

/** A number beyond 2^53 has lost digits, and might be another one's. */
function readIdentity(shape: Shape, value: unknown): unknown {
  const types = typesOf(shape);
  const isNumeric = types.includes("integer") || types.includes("number");
  if (Array.isArray(value) && value.length === 1 && types.length > 0 && !types.includes("array"))
    return readIdentity(shape, value[0]);
  if (Number.isSafeInteger(value) && types.includes("string") && !isNumeric) return String(value);
  if (typeof value !== "string" || isBlank(value)) return readAs(shape, value);
  return isNumeric && !types.includes("string") && /^\d+$/.test(value.trim()) && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
}

function readItems({ items = {} }: Shape, values: readonly unknown[]): unknown[] {
  return values.map((value) => readGift(items, value)).filter((value) => value !== undefined);
}

function readGift(shape: Shape, value: unknown): unknown {
  const types = typesOf(shape);
  if (types.length === 0 || value === null || isBlank(value)) return readAs(shape, value);
  if (isRecord(value) && types.includes("object")) return readWhole(shape, value);
  if (Array.isArray(value)) {
    if (types.includes("array")) return readItems(shape, value);
    return types.includes("string") ? readText(value.map(textOf).filter(Boolean).join(", ")) : undefined;
  }
  if (types.includes("array")) return readItems(shape, [value]);
  return readScalar(types, value);
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
  if (isOf("boolean") && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return /^-?\d+(?:\.\d+)?$/.test(text) && isNumber(types, Number(text)) ? Number(text) : undefined;
}

function isNumber(types: readonly string[], value: number): boolean {
  return Number.isFinite(value) && (types.includes("number") || (types.includes("integer") && Number.isInteger(value)));
}

/** What is no text, number or truth says nothing. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) ? String(value) : "";
}

/** Without what no system can store: control characters, halves of surrogate pairs. */
function readText(text: string): string | undefined {
  if (isBlank(text)) return undefined;
  if (PLAIN.test(text) && text.length <= MOST_CHARACTERS) return text.trim();
  const cut = text.length <= MOST_CHARACTERS ? text : text.slice(0, MOST_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  return cut
    .toWellFormed()
    .replaceAll(/(?!\s)\p{Cc}/gu, "")
    .trim();
}

/** What most texts are: nothing in it to be left out. */
const PLAIN = /^[ -~]*$/;

/** Nothing to be seen: spaces, characters of no width, control characters. */
function isBlank(value: unknown): boolean {
  if (typeof value !== "string" || /^[!-~]/.test(value)) return false;
  return /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]*$/u.test(value);
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

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Takes out of data that has been read the smallest gift that holds the place of a JSON pointer: a member that is not
 * required, or an item of a list. False where there is none: what is wrong there is identity.
 */
export function leaveOut(shape: Shape, data: unknown, pointer: string): boolean {
  let gift = () => false;
  let [holder, known]: [unknown, Shape | undefined] = [data, shape];
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    if (known === undefined || typeof holder !== "object" || holder === null) break;
    const within = holder;
    if (Array.isArray(within)) gift = () => within.splice(Number(name), 1).length > 0;
    else if (known.required?.includes(name) !== true) gift = () => Reflect.deleteProperty(within, name);
    known = Array.isArray(within) ? known.items : known.properties?.[name];
    holder = Reflect.get(within, name);
  }
  return gift();
}
