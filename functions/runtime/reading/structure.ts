import { isObject } from "../objects.ts";
import { parseJson } from "./json.ts";
import { chosenIn } from "./text.ts";

/** The part of a shape that says which structure is meant. */
interface Wanted {
  readonly types: readonly string[];
  readonly properties?: object | undefined;
}

/**
 * Returns the object or list that is meant: parses doubly encoded JSON, unwraps a list of one, and builds an object
 * from a list of form fields. Any other value is returned as it is.
 */
export function structured(value: unknown, wanted: Wanted): unknown {
  const { types, properties = {} } = wanted;
  const [wantsObject, wantsList] = [types.includes("object"), types.includes("array")];
  if (typeof value === "string" && !types.includes("string") && (wantsObject || wantsList))
    return structured(madeOf(value.trim(), wantsObject), wanted) ?? value;
  if (!wantsObject || wantsList || !Array.isArray(value)) return value;
  const alone = value.length === 1 && isObject(value[0]) ? value[0] : undefined;
  if (alone !== undefined && isMeant(alone, properties)) return alone;
  return (Object.hasOwn(properties, "value") ? undefined : membersIn(value)) ?? alone ?? value;
}

/** Whether it has a member that is wanted and no form field's: `{ "id": "a", "email": "a@b.co", "value": 12 }`. */
function isMeant(one: object, properties: object): boolean {
  return Object.keys(one).some((name) => Object.hasOwn(properties, name) && !FIELD_MEMBERS.includes(name));
}

/** What a form field is known by, and may be a member of what is meant too. */
export const FIELD_MEMBERS = "key label title question name field id type column_id column_name".split(" ");

/**
 * Builds an object from a list of form fields, as browser scripts send them (`[{ "name": "city", "value": "Rome" }]`),
 * Meta's lead forms (`"values": ["Rome"]`), Google Ads' (`"column_id": "CITY", "string_value": "Rome"`) and surveys
 * (`"question": "City", "answer": "Rome"`). Fields with key and label, such as Tally's, are found by both: a key may be a
 * word or an opaque id.
 */
function membersIn(fields: readonly unknown[]): object | undefined {
  if (fields.length === 0 || fields.length > MOST_FIELDS) return undefined;
  const [byName, byLabel] = [new Map<string, unknown[]>(), new Map<string, unknown[]>()];
  for (const field of fields) {
    if (!isObject(field)) return undefined;
    const {
      title = field["question"] ?? field["column_name"],
      label = title,
      name = field["key"] ?? field["column_id"] ?? label ?? field["field"] ?? field["id"],
      value: given = onlyOf(field["values"]) ?? field["answer"] ?? field["string_value"],
    } = field;
    if (typeof name !== "string") return undefined;
    // Meta leaves out the values of a question that nobody answered: https://github.com/frappe/crm/pull/2676
    if (given === undefined && Object.keys(field).every((one) => FIELD_MEMBERS.includes(one))) continue;
    if (given === undefined) return undefined; // the answer may have another name
    const chosen = chosenIn({ value: given, options: field["options"] });
    const value = chosen === undefined ? given : onlyOf(chosen);
    add(byName, name, value);
    if (typeof label === "string") add(byLabel, label, value);
  }
  if (byName.size === 0) return undefined;
  return Object.fromEntries(
    [...byLabel, ...byName].map(([name, values]) => [name, values.length === 1 ? values[0] : values.flat()]),
  );
}

/** The item of a list of one; anything else as it is. */
export function onlyOf(values: unknown): unknown {
  return Array.isArray(values) && values.length === 1 ? values[0] : values;
}

function add(members: Map<string, unknown[]>, name: string, value: unknown): void {
  const values = members.get(name);
  if (values === undefined) members.set(name, [value]);
  else values.push(value);
}

const MOST_FIELDS = 500;

function madeOf(json: string, wantsObject: boolean): unknown {
  if (!json.startsWith("[") && !(wantsObject && json.startsWith("{"))) return undefined;
  try {
    return parseJson(Buffer.from(json));
  } catch {
    return undefined; // text that only begins like JSON
  }
}
