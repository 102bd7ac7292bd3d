import type { FieldDescription, ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import type { Org } from "../state/org.ts";
import type { Field } from "../state/schema.ts";
import { type Reply, type RestCall, typeInPath } from "./rest-call.ts";

/** GET /sobjects: describeGlobal. */
export function describeAll({ org }: RestCall): Reply {
  const sobjects = org.schema.types.map(({ description }) => objectFacts(description));
  return { status: 200, body: { encoding: "UTF-8", maxBatchSize: 200, sobjects } };
}

/** GET /sobjects/T: an object's describeGlobal entry and recent items, of which there are none here. */
export function describeBriefly({ org, path }: RestCall): Reply {
  const { description } = typeInPath(org, path["type"] ?? "");
  return { status: 200, body: { objectDescribe: objectFacts(description), recentItems: [] } };
}

/** GET /sobjects/T/describe, as visible to the API user. */
export function describeType({ org, path }: RestCall): Reply {
  const type = typeInPath(org, path["type"] ?? "");
  const { fields: described } = type.description;
  const fields = org.shape.fieldsOf(type).flatMap((field) => {
    const inFile = described[field.name];
    return inFile === undefined ? [] : [fieldFacts(field.name, { ...inFile, ...customised(org, field) })];
  });
  return { status: 200, body: { ...objectFacts(type.description), fields } };
}

function customised({ shape }: Org, field: Field): Partial<FieldDescription> {
  const values = shape.valuesOf(field);
  return {
    ...(shape.isReadOnly(field) && { createable: false, updateable: false }),
    ...(values !== undefined &&
      values !== field.values && { restrictedPicklist: true, picklistValues: [...values.values()] }),
  };
}

function objectFacts({ fields: _, ...object }: ObjectDescription): object {
  const { name, keyPrefix = null, createable = false, updateable = false, deletable = false } = object;
  return { ...object, keyPrefix, createable, updateable, deletable, custom: name.endsWith("__c"), queryable: true };
}

/** Values that description files omit. */
const NOTHING = {
  length: 0,
  precision: 0,
  scale: 0,
  digits: 0,
  nillable: false,
  createable: false,
  updateable: false,
  defaultedOnCreate: false,
  unique: false,
  caseSensitive: false,
  externalId: false,
  idLookup: false,
  filterable: false,
  restrictedPicklist: false,
  referenceTo: [],
  relationshipName: null,
};

function fieldFacts(name: string, field: FieldDescription): object {
  const { type, picklistValues = [], defaultValue = null } = field;
  const isChosen = (value: string) => value === defaultValue;
  return {
    ...NOTHING,
    ...field,
    name,
    custom: name.endsWith("__c"),
    // For picklists, picklistValues has it.
    defaultValue: picklistValues.length > 0 ? null : (defaultValue ?? (type === "boolean" ? false : null)),
    picklistValues: picklistValues.map((value) => ({
      active: true,
      defaultValue: isChosen(value),
      label: value,
      value,
    })),
  };
}
