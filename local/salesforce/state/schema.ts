import { locksTarget } from "./records.ts";
import type { FieldDescription, ObjectDescription } from "../../../schemas/salesforce/object-description.ts";

/** The kind of a field's values; `other` for formulas' and compound fields' own types. */
type Kind = "text" | "number" | "boolean" | "date" | "datetime" | "id" | "other";

/** A field of an object. */
export interface Field extends FieldDescription {
  readonly name: string;
  readonly kind: Kind;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** Every record must have it, and neither the org nor a rule sets it. */
  readonly required: boolean;
  readonly indexed: boolean;
  readonly references: readonly string[];
  /** Whether writing a record locks the one this field refers to. */
  readonly locksTarget: boolean;
  /** A restricted picklist's values by lower case; undefined if unrestricted. */
  readonly values: ReadonlyMap<string, string> | undefined;
  /** A new record's default. */
  readonly initially: string | number | boolean | undefined;
}

/** An object type. */
export interface ObjectType {
  readonly name: string;
  readonly label: string;
  readonly prefix: string;
  readonly description: ObjectDescription;
  readonly fields: readonly Field[];
  /** Required fields, precomputed. */
  readonly required: readonly Field[];
  readonly unique: readonly Field[];
  readonly references: readonly Field[];
  readonly initially: readonly Field[];
  /** System times and users that the object has. */
  readonly stamps: readonly string[];
  readonly authors: readonly string[];
  readonly isOwned: boolean;
  /** Name is composed of FirstName and LastName. */
  readonly isNamedByParts: boolean;
  /** The auto-number field: CaseNumber, or a custom object's Name. */
  readonly numbered: string | undefined;
  /** Case-insensitive, like Salesforce. */
  field(name: string): Field | undefined;
  /** The reference behind a relationship's name: Account, Account__r. */
  relationship(name: string): Field | undefined;
}

/** All object types of an org; each comes after those it refers to. */
export interface Schema {
  readonly types: readonly ObjectType[];
  type(name: string): ObjectType | undefined;
}

const made = new WeakMap<readonly ObjectDescription[], Schema>();

/** The org's objects; equal descriptions give the same schema. */
export function createSchema(descriptions: readonly ObjectDescription[]): Schema {
  const schema = made.get(descriptions) ?? makeSchema(descriptions);
  made.set(descriptions, schema);
  return schema;
}

function makeSchema(descriptions: readonly ObjectDescription[]): Schema {
  const types = inOrder(descriptions).map((description, index) => createType(description, index));
  const byName = new Map(
    types.flatMap((type) => [[type.name, type] as const, [type.name.toLowerCase(), type] as const]),
  );
  return { types, type: (name) => byName.get(name) ?? byName.get(name.toLowerCase()) };
}

/** Users come first: all records have some, and some users are contacts. */
function inOrder(descriptions: readonly ObjectDescription[]): ObjectDescription[] {
  const ordered = new Set<ObjectDescription>();
  const seen = new Set<string>();
  const add = (name: string) => {
    const description = descriptions.find((one) => one.name === name);
    if (description === undefined || seen.has(name)) return;
    seen.add(name);
    if (name !== "User")
      Object.values(description.fields)
        .flatMap(({ referenceTo = [] }) => referenceTo)
        .forEach(add);
    ordered.add(description);
  };
  ["User", ...descriptions.map(({ name }) => name)].forEach(add);
  return [...ordered];
}

function createType(description: ObjectDescription, index: number): ObjectType {
  const { name, label, keyPrefix } = description;
  const all = { ...SYSTEM_FIELDS, ...description.fields };
  const fields = Object.entries(all).map(([field, described]) => createField(name, field, described));
  const byName = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  for (const field of fields) byName.set(field.name, field);
  const relationships = new Map(
    fields.flatMap((field) => {
      const { type, relationshipName = "" } = field;
      return type === "reference" ? [[relationshipName.toLowerCase(), field] as const] : [];
    }),
  );
  return {
    name,
    label,
    prefix: keyPrefix ?? `a${index.toString(36).padStart(2, "0")}`,
    description,
    fields,
    required: fields.filter((field) => field.required),
    unique: fields.filter((field) => field.unique === true),
    references: fields.filter((field) => field.references.length > 0),
    initially: fields.filter((field) => field.initially !== undefined),
    stamps: STAMPS.filter((stamp) => byName.has(stamp)),
    authors: AUTHORS.filter((author) => byName.has(author)),
    isOwned: byName.has("OwnerId"),
    isNamedByParts: byName.get("LastName")?.createable === true && byName.get("Name")?.createable === false,
    numbered: fields.find((field) => isNumbered(name, field))?.name,
    field: (wanted) => byName.get(wanted) ?? byName.get(wanted.toLowerCase()),
    relationship: (wanted) => relationships.get(wanted.toLowerCase()),
  };
}

const STAMPS = ["CreatedDate", "LastModifiedDate", "SystemModstamp"];
const AUTHORS = ["CreatedById", "LastModifiedById"];

/** Fields of every record, where a hand-written file omits them. */
const SYSTEM_FIELDS: Readonly<Record<string, FieldDescription>> = {
  Id: { label: "Record ID", type: "id", length: 18, defaultedOnCreate: true, idLookup: true, filterable: true },
  IsDeleted: { label: "Deleted", type: "boolean", defaultedOnCreate: true, filterable: true },
  CreatedDate: { label: "Created Date", type: "datetime", defaultedOnCreate: true, filterable: true },
  LastModifiedDate: { label: "Last Modified Date", type: "datetime", defaultedOnCreate: true, filterable: true },
  SystemModstamp: { label: "System Modstamp", type: "datetime", defaultedOnCreate: true, filterable: true },
};

/** An auto number is text that nobody can set and every record has. */
function isNumbered(object: string, { name, type, createable, nillable }: Field): boolean {
  const isItsName = name === "Name" ? object.endsWith("__c") : name === `${object}Number`;
  return isItsName && type === "string" && !createable && nillable !== true;
}

const KINDS: Readonly<Record<string, Kind>> = {
  id: "id",
  reference: "id",
  boolean: "boolean",
  int: "number",
  long: "number",
  double: "number",
  currency: "number",
  percent: "number",
  date: "date",
  datetime: "datetime",
  address: "other",
  location: "other",
  base64: "other",
  complexvalue: "other",
};

/** References that all records have: nobody searches by them alone. */
const NOT_INDEXED = new Set(["CreatedById", "LastModifiedById", "OwnerId"]);

function createField(object: string, name: string, described: FieldDescription): Field {
  const { type, referenceTo = [], createable = false, updateable = false, nillable, defaultedOnCreate } = described;
  // Checkboxes that only the org sets are stored once it has.
  const isTicked = type === "boolean" && (createable || updateable || name === "IsDeleted");
  const isLookedUp = described.idLookup === true || described.unique === true || referenceTo.length > 0;
  return {
    ...described,
    name,
    kind: KINDS[type] ?? "text",
    createable,
    updateable,
    required: createable && nillable !== true && defaultedOnCreate !== true && type !== "boolean",
    indexed: type !== "id" && isLookedUp && !NOT_INDEXED.has(name),
    references: referenceTo,
    locksTarget: locksTarget(object, name, described),
    values: restrictedValues(described),
    initially: described.defaultValue ?? (isTicked ? false : undefined),
  };
}

function restrictedValues({ restrictedPicklist, picklistValues }: FieldDescription): Field["values"] {
  if (restrictedPicklist !== true || picklistValues === undefined) return undefined;
  return new Map(picklistValues.map((value) => [value.toLowerCase(), value]));
}
