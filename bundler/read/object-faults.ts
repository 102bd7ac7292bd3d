import type { FieldDescription, ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { isObject } from "../../functions/runtime/objects.ts";
import { lineOf } from "./lines.ts";

type Kind = "text" | "words" | "count" | "truth" | "value";

const KINDS: Readonly<Record<Kind, readonly [what: string, isOne: (value: unknown) => boolean]>> = {
  text: ["a text", isText],
  words: ["a list of different texts", isWords],
  count: ["a whole number of 1 or more", (value) => Number.isInteger(value) && Number(value) > 0],
  truth: ["true or false", (value) => typeof value === "boolean"],
  value: ["a text, a number, true or false", (value) => ["string", "number", "boolean"].includes(typeof value)],
};

const OBJECT = {
  name: "text",
  label: "text",
  keyPrefix: "text",
  createable: "truth",
  updateable: "truth",
  deletable: "truth",
} as const satisfies Record<Exclude<keyof ObjectDescription, "fields">, Kind>;

/** The attributes of a field, in the file's order. */
export const FIELD = {
  label: "text",
  type: "text",
  length: "count",
  precision: "count",
  scale: "count",
  digits: "count",
  nillable: "truth",
  createable: "truth",
  updateable: "truth",
  defaultedOnCreate: "truth",
  defaultValue: "value",
  unique: "truth",
  caseSensitive: "truth",
  externalId: "truth",
  idLookup: "truth",
  filterable: "truth",
  referenceTo: "words",
  relationshipName: "text",
  restrictedPicklist: "truth",
  picklistValues: "words",
} as const satisfies Record<keyof FieldDescription, Kind>;

/** https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm */
const TYPES =
  "address anyType base64 boolean combobox complexvalue currency DataCategoryGroupReference date datetime double email " +
  "encryptedstring id int location long multipicklist percent phone picklist reference string textarea time url";

/** Attributes that only fields of these types have. */
const OF_TYPES: Readonly<Record<string, string>> = {
  digits: "int long",
  precision: "double currency percent int long",
  scale: "double currency percent",
  restrictedPicklist: "picklist multipicklist combobox",
  picklistValues: "picklist multipicklist combobox",
  referenceTo: "reference id",
} satisfies Partial<Record<keyof FieldDescription, string>>;

/** Whether a field of that type may have the attribute. */
export function isOfType(attribute: string, type: string): boolean {
  return !Object.hasOwn(OF_TYPES, attribute) || OF_TYPES[attribute]?.split(" ").includes(type) === true;
}

/** What is wrong with an object's file, in sentences that name the line, the field, and what to do. */
export function objectFaults(name: string, text: string, described: unknown): string[] {
  const file = `schemas/salesforce/${name}.json`;
  const { fields, ...object }: Readonly<Record<string, unknown>> = isObject(described) ? described : {};
  if (!/^[A-Za-z]\w*$/.test(name) || object["name"] !== name || !isText(object["label"]) || !isObject(fields))
    return [`${file} must have the name ${name}, a label and fields: npm run describe -- ${name} rewrites it.`];
  const lower = Map.groupBy(Object.keys(fields), (field) => field.toLowerCase());
  return [
    ...attributeFaults(object, OBJECT).map((fault) => `${file}: ${fault}.`),
    ...Object.entries(fields).flatMap(([field, description]) =>
      fieldFaults(field, description, lower).map(
        (fault) => `${file}:${lineOf(text, ["fields", field])}: "${field}" ${fault}.`,
      ),
    ),
  ];
}

function fieldFaults(name: string, field: unknown, lower: ReadonlyMap<string, readonly string[]>): string[] {
  if (!/^[A-Za-z]\w*$/.test(name) || !isObject(field) || !isText(field["label"]) || !isText(field["type"]))
    return ["must be a field's API name, with a label and a type as describe returns them"];
  const [first = name] = lower.get(name.toLowerCase()) ?? [];
  return [
    ...(first === name ? [] : [`is "${first}" once more: Salesforce ignores the case of names`]),
    ...attributeFaults(field, FIELD),
    ...typeFaults(field),
  ];
}

function attributeFaults(given: Readonly<Record<string, unknown>>, known: Readonly<Record<string, Kind>>): string[] {
  return Object.entries(given).flatMap(([attribute, value]) => {
    const kind = Object.hasOwn(known, attribute) ? known[attribute] : undefined;
    if (kind === undefined)
      return [`has "${attribute}", which describe does not have (${didYouMean(attribute, Object.keys(known))})`];
    const [what, isOne] = KINDS[kind];
    return isOne(value) || isOmitted(value) ? [] : [`has ${attribute}: ${JSON.stringify(value)}; it must be ${what}`];
  });
}

/** Whether describe would omit the value. */
function isOmitted(value: unknown): boolean {
  return value === 0 || (Array.isArray(value) && value.length === 0);
}

function typeFaults(field: Readonly<Record<string, unknown>>): string[] {
  const type = String(field["type"]);
  if (!TYPES.split(" ").includes(type)) return [`has the type "${type}"; there are ${TYPES.replaceAll(" ", ", ")}`];
  const strays = Object.keys(OF_TYPES).filter((name) => holds(field[name]) && !isOfType(name, type));
  const { referenceTo, restrictedPicklist, picklistValues, precision, scale } = field;
  return [
    ...strays.map((name) => `has ${name}, which is of these types alone, and not of ${type}: ${OF_TYPES[name]}`),
    ...(type === "reference" && referenceTo === undefined
      ? ['is a reference without referenceTo: say to which objects, as ["Account"]']
      : []),
    ...(restrictedPicklist === true && !holds(picklistValues)
      ? ["is a restricted picklist without picklistValues: say which it takes, or leave restrictedPicklist out"]
      : []),
    ...(strays.length === 0 && holds(scale) && !(Number(precision) >= Number(scale))
      ? ["has a scale, of digits after the point, and no precision, of all digits, that is as large"]
      : []),
  ];
}

function holds(value: unknown): boolean {
  return value !== undefined && value !== false && !isOmitted(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isWords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText) && new Set(value).size === value.length;
}
