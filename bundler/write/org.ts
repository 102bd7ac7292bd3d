import type { FieldDescription, ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import type { Generated } from "./generated.ts";

type Field = FieldDescription & { readonly name: string };

/**
 * Generates schemas/salesforce/org.ts: the types of the org's objects, and what the client must know when it writes to
 * them.
 */
export function orgOf(objects: readonly ObjectDescription[]): Generated {
  const described = objects.map((object) => ({
    ...object,
    all: Object.entries(object.fields).map(([name, field]) => ({ ...field, name })),
  }));
  const content = [
    "// Made from schemas/salesforce/*.json by npm run build. Do not edit.",
    "",
    "/** The org's objects: their fields' values, what restricted ones take, and which may be set on creation, may be changed, are unique. */",
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
    "/** The other fields of each object, which nobody can write. */",
    "export const READ_ONLY: Readonly<Record<string, string>> = {",
    ...described.map(({ name, all }) => `  ${name}: ${JSON.stringify(readOnly(all))},`),
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

function objectType(name: string, all: readonly Field[]): string[] {
  const union = (which: (field: Field) => boolean | undefined) =>
    all
      .filter(which)
      .map((field) => JSON.stringify(field.name))
      .join(" | ") || "never";
  return [
    `  readonly ${name}: {`,
    `    readonly values: ${name}Values;`,
    `    readonly words: ${wordsOf(all)};`,
    `    readonly createable: ${union(({ createable }) => createable)};`,
    `    readonly updateable: ${union(({ updateable }) => updateable)};`,
    `    readonly unique: ${union(({ unique }) => unique)};`,
    "  };",
  ];
}

/** The values that restricted picklists accept. A record may hold others that were accepted earlier. */
function wordsOf(all: readonly Field[]): string {
  const members = all.flatMap((field) => {
    const values = field.type === "picklist" ? restrictedValues(field).map((value) => JSON.stringify(value)) : [];
    return values.length === 0 ? [] : [` readonly ${field.name}: ${values.join(" | ")};`];
  });
  return members.length === 0 ? "{}" : `{${members.join("")} }`;
}

function valuesType(object: string, label: string, all: readonly Field[]): string[] {
  const members = all.flatMap((field) => [
    `  /** ${comment(field)} */`,
    `  readonly ${field.name}: ${TYPES[field.type] ?? "string"}${field.nillable === true ? " | null" : ""};`,
  ]);
  return ["", `/** ${inComment(label)}. */`, `export interface ${object}Values {`, ...members, "}"];
}

function comment(field: Field): string {
  const { label, type, length, referenceTo } = field;
  const size = length === undefined || isId(field) ? "" : ` (${length})`;
  const to = referenceTo === undefined ? "" : ` to ${referenceTo.join(", ")}`;
  const values = restrictedValues(field);
  const only = values.length > 0 ? `: ${values.join(", ")}` : "";
  return inComment(`${label}: ${type}${size}${to}${only}`);
}

function isId({ type }: Field): boolean {
  return type === "id" || type === "reference";
}

/** Labels are the org's own text, so they must not end the comment. */
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

function grouped(all: readonly Field[]): Record<string, string> {
  const kinds = Map.groupBy(all.filter(isWriteable), (field) => `${field.type} ${sizeOf(field)} ${flags(field)}`);
  return Object.fromEntries([...kinds].map(([kind, fields]) => [kind, fields.map(({ name }) => name).join(" ")]));
}

function readOnly(all: readonly Field[]): string {
  return all
    .filter((field) => !isWriteable(field))
    .map(({ name }) => name)
    .join(" ");
}

function isWriteable({ createable, updateable }: Field): boolean {
  return createable === true || updateable === true;
}

function sizeOf(field: Field): string {
  if (isId(field)) return "0";
  const { length, digits, precision, scale = 0 } = field;
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
  const fields = objects.flatMap(({ name, all }) =>
    all.filter(isWriteable).map((field) => ({ place: `${name}.${field.name}`, values: restrictedValues(field) })),
  );
  const lists = Map.groupBy(
    fields.filter(({ values }) => values.length > 0),
    ({ values }) => JSON.stringify(values),
  );
  return [...lists.values()].map((alike) => [alike.map(({ place }) => place).join(" "), alike[0]?.values ?? []]);
}

/** The values of a restricted picklist; empty for any other field. */
function restrictedValues({ restrictedPicklist, picklistValues = [] }: Field): readonly string[] {
  return restrictedPicklist === true ? picklistValues : [];
}
