import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { root } from "../paths.ts";

/** A field as Salesforce's describe tells it, by the names it has there; what is false, 0 or empty is left out. */
export interface FieldDescription {
  readonly label: string;
  readonly type: string;
  /** Characters, as UTF-16 counts them. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Of whole numbers. */
  readonly digits?: number;
  readonly nillable?: boolean;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly defaultedOnCreate?: boolean;
  /** Of a picklist: the value that is chosen where none is given. */
  readonly defaultValue?: string | number | boolean;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  readonly externalId?: boolean;
  readonly idLookup?: boolean;
  readonly filterable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly restrictedPicklist?: boolean;
  /** Those that are active. */
  readonly picklistValues?: readonly string[];
}

/** An object of the org: schemas/salesforce/OBJECT.json, which `npm run describe` writes. */
export interface ObjectDescription {
  readonly name: string;
  readonly label: string;
  /** What its records' ids begin with. */
  readonly keyPrefix?: string;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly deletable?: boolean;
  readonly fields: Readonly<Record<string, FieldDescription>>;
}

export const objectsFolder = join(root, "schemas/salesforce");

/** What the org's objects are like, by name. @throws SpecificationError that names the file and what is wrong with it. */
export async function readObjects(folder = objectsFolder): Promise<ObjectDescription[]> {
  const names = await objectNames(folder);
  return Promise.all(
    names.map(async (name) => parseObject(name, await readFile(join(folder, `${name}.json`), "utf8"))),
  );
}

/** The objects that have a file, whether or not it can be read. */
export async function objectNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  return names.toSorted();
}

function parseObject(name: string, text: string): ObjectDescription {
  const file = `schemas/salesforce/${name}.json`;
  let described: unknown;
  try {
    described = JSON.parse(text);
  } catch (cause) {
    throw new SpecificationError(`${file} is not JSON: npm run describe -- ${name} writes it anew.`, { cause });
  }
  if (!isObject(described, name)) {
    throw new SpecificationError(
      `${file} must have the name ${name}, a label and fields: npm run describe -- ${name} writes it anew.`,
    );
  }
  for (const [field, description] of Object.entries(described.fields)) {
    if (/^\w+$/.test(field) && isField(description)) continue;
    throw new SpecificationError(
      `${file}: "${field}" must be a field's API name, with a label and a type as describe tells them.`,
    );
  }
  return described;
}

function isObject(value: unknown, name: string): value is ObjectDescription {
  if (!/^\w+$/.test(name)) return false;
  return isRecord(value) && value["name"] === name && typeof value["label"] === "string" && isRecord(value["fields"]);
}

function isField(value: unknown): boolean {
  return isRecord(value) && typeof value["label"] === "string" && typeof value["type"] === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
