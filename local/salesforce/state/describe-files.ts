import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A field as in Salesforce's describe; false, 0 and empty values are omitted. Duplicates
 * bundler/read/object-description.ts on purpose: a stand-in imports nothing from the build, so that the two can
 * disagree.
 */
export interface FieldDescription {
  readonly label: string;
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly digits?: number;
  readonly nillable?: boolean;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly defaultedOnCreate?: boolean;
  readonly defaultValue?: string | number | boolean;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  readonly externalId?: boolean;
  readonly idLookup?: boolean;
  readonly filterable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly restrictedPicklist?: boolean;
  readonly picklistValues?: readonly string[];
}

/** An object of the org, from schemas/salesforce/OBJECT.json. */
export interface ObjectDescription {
  readonly name: string;
  readonly label: string;
  /** The prefix of its records' ids. */
  readonly keyPrefix?: string;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly deletable?: boolean;
  readonly fields: Readonly<Record<string, FieldDescription>>;
}

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
