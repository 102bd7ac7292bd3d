import { placesOf } from "../rules/places.ts";
import type { Field, ObjectType, Schema } from "./schema.ts";

/** Customisations of the org beyond its describe files; fields as OBJECT.FIELD. */
export interface ShapeSettings {
  /** Hidden from the API user by field-level security: `No such column`. */
  hiddenFields: readonly string[];
  /** Visible to the API user but read-only. */
  readOnlyFields: readonly string[];
  /** Picklists restricted to these values. */
  restrictedPicklists: Readonly<Record<string, readonly string[]>>;
  /** State and Country picklists: addresses accept only their values. */
  countryPicklists: boolean;
}

/** The fields as the API user has them. */
export interface Shape {
  isHidden(field: Field): boolean;
  isReadOnly(field: Field): boolean;
  /** A restricted picklist's values by lower case. */
  valuesOf(field: Field): Field["values"];
  /** Without hidden ones. */
  fieldsOf(type: ObjectType): readonly Field[];
}

/** @throws a sentence about a field that the org lacks. */
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
