import type { FieldDescription, ObjectDescription } from "../read/objects.ts";
import type { Generated } from "./generated.ts";

type Field = FieldDescription & { readonly name: string };

/** schemas/salesforce/org.ts: the types of the org's objects, and what of them a client must know as it writes. */
export function orgOf(objects: readonly ObjectDescription[]): Generated {
  const described = objects.map((object) => ({ ...object, all: fieldsOf(object) }));
  const content = [
    "// Made from schemas/salesforce/*.json by npm run build. Do not edit.",
    "",
    "/** The org's objects: their fields' values, and which fields may be set on creation, may be changed, are unique. */",
    "export interface OrgObjects {",
    ...described.flatMap(({ name, all }) => objectType(name, all)),
    "}",
    ...described.flatMap(({ name, label, all }) => valuesType(name, label, all)),
    "",
    `/**
 * The fields that can be written, by object and by what they hold: type, size (characters; digits of an int; precision.scale
 * of other numbers; 0: none), and which of c (on creation), u (on update), k (unique) is so.
 */`,
    "export const WRITEABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {",
    ...described.map(({ name, all }) => `  ${name}: ${JSON.stringify(grouped(all))},`),
    "};",
    "",
    "/** What restricted picklists may hold: of each list of values, the fields that have it, as OBJECT.FIELD. */",
    "export const RESTRICTED: readonly (readonly [fields: string, values: readonly string[]])[] = [",
    ...restricted(described).map((one) => `  ${JSON.stringify(one)},`),
    "];",
    "",
    "/** What the ids of each object's records begin with. */",
    "export const KEY_PREFIXES: Readonly<Record<string, string>> = {",
    ...described.map(({ name, keyPrefix }) => `  ${name}: ${JSON.stringify(keyPrefix ?? "")},`),
    "};",
    "",
  ].join("\n");
  return { file: "schemas/salesforce/org.ts", from: "schemas/salesforce/*.json", content };
}

function fieldsOf({ fields }: ObjectDescription): Field[] {
  return Object.entries(fields).map(([name, field]) => ({ ...field, name }));
}

function objectType(name: string, all: readonly Field[]): string[] {
  const union = (which: (field: Field) => boolean | undefined) =>
    all
      .filter(which)
      .map((field) => JSON.stringify(field.name))
      .join(" | ") || "never";
  return [
    `  readonly ${name}: {`,
    `    readonly values: ${name}Values;`,
    `    readonly createable: ${union(({ createable }) => createable)};`,
    `    readonly updateable: ${union(({ updateable }) => updateable)};`,
    `    readonly unique: ${union(({ unique }) => unique)};`,
    "  };",
  ];
}

function valuesType(object: string, label: string, all: readonly Field[]): string[] {
  const members = all.flatMap((field) => [
    `  /** ${comment(field)} */`,
    `  readonly ${field.name}: ${typeOf(field)}${field.nillable === true ? " | null" : ""};`,
  ]);
  return ["", `/** ${inComment(label)}. */`, `export interface ${object}Values {`, ...members, "}"];
}

function comment({ label, type, length, referenceTo, restrictedPicklist, picklistValues = [] }: Field): string {
  const size = length === undefined || type === "id" || type === "reference" ? "" : ` (${length})`;
  const to = referenceTo === undefined ? "" : ` to ${referenceTo.join(", ")}`;
  const values = restrictedPicklist === true && picklistValues.length > 0 ? `: ${picklistValues.join(", ")}` : "";
  return inComment(`${label}: ${type}${size}${to}${values}`);
}

/** Labels are an org's own words. */
function inComment(text: string): string {
  return text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ");
}

const TYPES: Readonly<Record<string, string>> = {
  boolean: "boolean",
  int: "number",
  long: "number",
  double: "number",
  currency: "number",
  percent: "number",
  address: "object",
  location: "object",
  anyType: "string | number | boolean",
};

function typeOf({ type }: Field): string {
  return TYPES[type] ?? "string";
}

function grouped(all: readonly Field[]): Record<string, string> {
  const groups: Record<string, string> = {};
  for (const field of all) {
    const may = flags(field);
    if (!/[cu]/.test(may)) continue;
    const kind = `${field.type} ${sizeOf(field)} ${may}`;
    groups[kind] = groups[kind] === undefined ? field.name : `${groups[kind]} ${field.name}`;
  }
  return groups;
}

function sizeOf({ type, length, digits, precision, scale = 0 }: Field): string {
  if (type === "id" || type === "reference") return "0";
  if (precision !== undefined && digits === undefined) return `${precision}.${scale}`;
  return String(length ?? digits ?? 0);
}

function flags({ createable, updateable, unique }: Field): string {
  const all = { c: createable, u: updateable, k: unique };
  return Object.entries(all)
    .map(([flag, is]) => (is === true ? flag : ""))
    .join("");
}

function restricted(
  objects: readonly { readonly name: string; readonly all: readonly Field[] }[],
): [string, readonly string[]][] {
  const lists = new Map<string, [string, readonly string[]]>();
  for (const { name, all } of objects) {
    for (const field of all) {
      const { restrictedPicklist, picklistValues = [] } = field;
      if (restrictedPicklist !== true || picklistValues.length === 0 || !/[cu]/.test(flags(field))) continue;
      const key = JSON.stringify(picklistValues);
      const present = lists.get(key)?.[0];
      const place = `${name}.${field.name}`;
      lists.set(key, [present === undefined ? place : `${present} ${place}`, picklistValues]);
    }
  }
  return [...lists.values()];
}
