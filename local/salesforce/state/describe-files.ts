import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ObjectDescription } from "../../../schemas/salesforce/object-description.ts";

const FOLDER = join(import.meta.dirname, "../../../schemas/salesforce");

let read: readonly ObjectDescription[] | undefined;

/**
 * The org's objects as written by `npm run describe`, read once. The build checks that they are complete.
 * @throws a sentence that names the file.
 */
export function describedObjects(): readonly ObjectDescription[] {
  read ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .map((file) => readObject(file));
  return read;
}

function readObject(file: string): ObjectDescription {
  const described: unknown = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
  if (isObjectDescription(described)) return described;
  throw new Error(
    `schemas/salesforce/${file} must hold an object's name, label and fields, as npm run describe writes.`,
  );
}

function isObjectDescription(value: unknown): value is ObjectDescription {
  if (typeof value !== "object" || value === null || !("fields" in value)) return false;
  const { name, label, fields } = { name: undefined, label: undefined, ...value };
  return typeof name === "string" && typeof label === "string" && typeof fields === "object" && fields !== null;
}
