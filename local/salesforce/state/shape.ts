import { placesOf } from "../rules/places.ts";
import type { Field, ObjectType, Schema } from "./schema.ts";

/** What an org's people have set otherwise than its describe files say, each field as OBJECT.FIELD. */
export interface ShapeSettings {
  /** Hidden from the API user by field-level security: `No such column`. */
  hiddenFields: readonly string[];
  /** Seen by the API user, and not to be written. */
  readOnlyFields: readonly string[];
  /** Picklists that take these values and no others. */
  restrictedPicklists: Readonly<Record<string, readonly string[]>>;
  /** State and Country picklists: addresses take what they hold and no other words. */
  countryPicklists: boolean;
}

/** The fields as the API user has them. */
export interface Shape {
  isHidden(field: Field): boolean;
  isReadOnly(field: Field): boolean;
  /** What a restricted picklist takes, by lower case. */
  valuesOf(field: Field): Field["values"];
  /** Those that are not hidden. */
  fieldsOf(type: ObjectType): readonly Field[];
}

/** @throws a sentence about a field that the org has not. */
export function createShape(schema: Schema, settings: ShapeSettings): Shape {
  const hidden = new Set(settings.hiddenFields.map((name) => fieldNamed(schema, name)));
  const readOnly = new Set(settings.readOnlyFields.map((name) => fieldNamed(schema, name)));
  const values = new Map(
    Object.entries(settings.restrictedPicklists).map(([name, taken]) => [
      fieldNamed(schema, name),
      new Map(taken.map((value) => [value.toLowerCase(), value])),
    ]),
  );
  return {
    isHidden: (field) => hidden.size > 0 && hidden.has(field),
    isReadOnly: (field) => readOnly.size > 0 && readOnly.has(field),
    valuesOf(field) {
      const set = values.size === 0 ? undefined : values.get(field);
      return set ?? (settings.countryPicklists ? placesOf(field) : undefined) ?? field.values;
    },
    fieldsOf: ({ fields }) => (hidden.size === 0 ? fields : fields.filter((field) => !hidden.has(field))),
  };
}

function fieldNamed(schema: Schema, name: string): Field {
  const [object = "", field = ""] = name.split(".");
  const found = schema.type(object)?.field(field);
  if (found === undefined) throw new Error(`This org has no field ${name}: it is named as OBJECT.FIELD, by API names.`);
  return found;
}
