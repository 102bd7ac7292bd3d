import { FIELD, isOfType } from "../../bundler/read/object-faults.ts";
import type { FieldDescription, ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { objectsIn, type JsonObject } from "../../functions/runtime/objects.ts";
import { CommandError } from "../../local/core/problems.ts";

/**
 * The part of a describe answer that schemas/salesforce/ keeps: the shape of the org that ycat depends on, without
 * data.
 * @throws CommandError if it is not such an answer
 */
export function toDescription(asked: string, described: JsonObject): ObjectDescription {
  const { name, label, keyPrefix, createable, updateable, deletable, fields } = described;
  if (typeof name !== "string" || typeof label !== "string" || !Array.isArray(fields))
    throw new CommandError(
      `What the org says of ${asked} is no description of an object: is SALESFORCE_LOGIN_URL an org's?`,
    );
  const byName = objectsIn(fields)
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
  const active = objectsIn(described["picklistValues"]).filter((one) => one["active"] === true);
  const chosen = active.find((one) => one["defaultValue"] === true);
  const type = String(described["type"]);
  const told: JsonObject = {
    ...described,
    picklistValues: [...new Set(active.map(({ value }) => String(value)))],
    // A picklist without active values restricts nothing.
    restrictedPicklist: described["restrictedPicklist"] === true && active.length > 0,
    referenceTo: stringsOf(described["referenceTo"]).toSorted(),
    defaultValue: chosen?.["value"] ?? described["defaultValue"],
  };
  return {
    label: String(described["label"]),
    type,
    ...Object.fromEntries(
      Object.keys(FIELD).flatMap((name) => {
        const isKept = isOfType(name, type) && (holdsSomething(told[name]) || isReferred(name, type));
        return isKept ? [[name, told[name]]] : [];
      }),
    ),
  };
}

/** The org may hide all objects that a field refers to. It is a reference all the same. */
function isReferred(name: string, type: string): boolean {
  return name === "referenceTo" && type === "reference";
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function holdsSomething(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : ![undefined, null, false, 0, ""].some((nothing) => value === nothing);
}

/** The file's text, with one field per line for readable diffs. */
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
