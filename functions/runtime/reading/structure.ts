import { isObject } from "../objects.ts";
import { parseJson } from "./json.ts";
import { chosenIn } from "./text.ts";

/** What of a shape tells which structure is meant. */
interface Wanted {
  readonly types: readonly string[];
  readonly properties?: object | undefined;
}

/**
 * The object or list that is meant, where one is: out of a text that was made JSON twice, alone in a list, or listed by its members as a
 * form's fields. Any other value as it is.
 */
export function structured(value: unknown, { types, properties = {} }: Wanted): unknown {
  const [wantsObject, wantsList] = [types.includes("object"), types.includes("array")];
  if (typeof value === "string" && !types.includes("string") && (wantsObject || wantsList))
    return madeOf(value.trim(), wantsObject) ?? value;
  if (!wantsObject || wantsList || !Array.isArray(value)) return value;
  const members = Object.hasOwn(properties, "value") ? undefined : membersIn(value);
  return members ?? (value.length === 1 && isObject(value[0]) ? value[0] : value);
}

/**
 * The object whose members are listed as a form's fields, as browsers' scripts have them (`[{ "name": "city", "value": "Rome" }]`) and Meta's
 * leads (`"values": ["Rome"]`); of those that have a key and a label, as Tally's, by both: a key may be a word, or an id.
 */
function membersIn(fields: readonly unknown[]): object | undefined {
  if (fields.length === 0 || fields.length > MOST_FIELDS) return undefined;
  const [byName, byLabel] = [new Map<string, unknown[]>(), new Map<string, unknown[]>()];
  for (const field of fields) {
    if (!isObject(field)) return undefined;
    const {
      title,
      label = title,
      name = field["key"] ?? field["label"],
      value: given = alone(field["values"]),
    } = field;
    if (typeof name !== "string" || given === undefined) return undefined;
    const chosen = chosenIn({ value: given, options: field["options"] });
    const value = chosen === undefined ? given : alone(chosen);
    add(byName, name, value);
    if (typeof label === "string") add(byLabel, label, value);
  }
  return Object.fromEntries(
    [...byLabel, ...byName].map(([name, values]) => [name, values.length === 1 ? values[0] : values.flat()]),
  );
}

function alone(values: unknown): unknown {
  return Array.isArray(values) && values.length === 1 ? values[0] : values;
}

function add(members: Map<string, unknown[]>, name: string, value: unknown): void {
  const values = members.get(name);
  if (values === undefined) members.set(name, [value]);
  else values.push(value);
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
