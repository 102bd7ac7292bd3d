import type { FieldDescription, ObjectDescription } from "../../bundler/read/objects.ts";
import { asObjects, type JsonObject } from "../../functions/clients/outgoing/json.ts";
import { CommandError } from "../dead-letters/problems.ts";

/** What is kept of a field, in the order of the file. */
const KEPT: Readonly<Record<keyof FieldDescription, true>> = {
  label: true,
  type: true,
  length: true,
  precision: true,
  scale: true,
  digits: true,
  nillable: true,
  createable: true,
  updateable: true,
  defaultedOnCreate: true,
  defaultValue: true,
  unique: true,
  caseSensitive: true,
  externalId: true,
  idLookup: true,
  filterable: true,
  referenceTo: true,
  relationshipName: true,
  restrictedPicklist: true,
  picklistValues: true,
};

/**
 * What schemas/salesforce/ keeps of an answer of describe: of the org's shape what ycat goes by, and nothing of its data.
 * @throws CommandError where it is no such answer.
 */
export function toDescription(asked: string, described: JsonObject): ObjectDescription {
  const { name, label, keyPrefix, createable, updateable, deletable, fields } = described;
  if (typeof name !== "string" || typeof label !== "string" || !Array.isArray(fields))
    throw new CommandError(
      `What the org says of ${asked} is no description of an object: is SALESFORCE_LOGIN_URL an org's?`,
    );
  const byName = asObjects(fields)
    .map((field) => [String(field["name"]), toField(field)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    name,
    label,
    ...(typeof keyPrefix === "string" && { keyPrefix }),
    ...(createable === true && { createable }),
    ...(updateable === true && { updateable }),
    ...(deletable === true && { deletable }),
    fields: Object.fromEntries(byName),
  };
}

function toField(described: JsonObject): FieldDescription {
  const active = asObjects(described["picklistValues"]).filter((one) => one["active"] === true);
  const chosen = active.find((one) => one["defaultValue"] === true);
  const told: JsonObject = {
    ...described,
    picklistValues: active.map(({ value }) => String(value)),
    referenceTo: stringsOf(described["referenceTo"]).toSorted(),
    defaultValue: chosen?.["value"] ?? described["defaultValue"],
  };
  return {
    label: String(described["label"]),
    type: String(described["type"]),
    ...Object.fromEntries(
      Object.keys(KEPT).flatMap((name) => (holdsSomething(told[name]) ? [[name, told[name]]] : [])),
    ),
  };
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function holdsSomething(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : ![undefined, null, false, 0, ""].some((nothing) => value === nothing);
}

/** The file's text: a field a line, so that a difference is one. */
export function textOf({ fields, ...object }: ObjectDescription): string {
  const head = Object.entries(object).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const lines = Object.entries(fields).map(([name, field]) => `    ${JSON.stringify(name)}: ${inline(field)}`);
  return `{\n${head.join("")}  "fields": {\n${lines.join(",\n")}\n  }\n}\n`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${inline(member)}`);
  return `{ ${members.join(", ")} }`;
}
