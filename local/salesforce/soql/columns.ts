import type { Org } from "../state/org.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import { type Row, type Value, valueOf } from "../state/store.ts";
import type { ParsedQuery } from "./parsed-query.ts";
import type { Name } from "./reader.ts";
import { queryError } from "./tokens.ts";

/** What a query's names are resolved in. */
export interface Source {
  readonly org: Org;
  readonly text: string;
  readonly type: ObjectType;
  /** The values that a subquery returns. */
  valuesOf(query: ParsedQuery): readonly Value[];
}

/** A field of a record, or of a parent. */
export interface Column {
  readonly field: Field;
  /** The references that lead to it, the record's own first. */
  readonly path: readonly Field[];
  read(row: Row): Value;
}

/**
 * The fields readable through a polymorphic reference:
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
 */
const OF_ANY_KIND = new Set(
  "Alias Email FirstName Id IsActive LastName Name Phone ProfileId Title Username UserRoleId".split(" "),
);

/** The field of that name, in any case, optionally prefixed with the object's name. */
export function resolveColumn(source: Source, name: Name): Column {
  if (!name.text.includes(".")) return ownColumn(source, name);
  const steps = name.text.split(".");
  const last = steps.pop() ?? "";
  if (steps.length === 1 && steps[0]?.toLowerCase() === source.type.name.toLowerCase())
    return ownColumn(source, { text: last, at: name.at });
  let types: readonly ObjectType[] = [source.type];
  const path = steps.map((step) => {
    const reference = types.map((type) => type.relationship(step)).find((found) => found !== undefined);
    if (reference === undefined || source.org.shape.isHidden(reference)) throw noRelationship(source, name, step);
    types = reference.references.flatMap((target) => source.org.schema.type(target) ?? []);
    return reference;
  });
  return parentColumn(source, { text: last, at: name.at }, path, types);
}

function ownColumn({ org, text, type }: Source, name: Name): Column {
  const field = type.field(name.text);
  if (field === undefined || org.shape.isHidden(field)) throw noColumn(text, name, type.name);
  return { field, path: [], read: (row) => valueOf(row.fields, field) };
}

function parentColumn({ org, text }: Source, name: Name, path: readonly Field[], types: readonly ObjectType[]): Column {
  const field = types.map((type) => type.field(name.text)).find((found) => found !== undefined);
  const isShown = (path.at(-1)?.references.length ?? 0) < 2 || OF_ANY_KIND.has(field?.name ?? "");
  if (field === undefined || !isShown || org.shape.isHidden(field))
    throw noColumn(text, name, types.length === 1 ? (types[0]?.name ?? "Name") : "Name");
  return {
    field,
    path,
    read(row) {
      const parent = parentAt(org, row, path);
      return parent === undefined ? null : valueOf(parent.fields, field);
    },
  };
}

/** The record at the end of a path of references. */
export function parentAt(org: Org, row: Row, path: readonly Field[]): Row | undefined {
  return path.reduce<Row | undefined>((at, { name }) => org.store.get(String(at?.fields[name] ?? "")), row);
}

function noColumn(text: string, name: Name, object: string): Error {
  const explanation = `No such column '${name.text}' on entity '${object}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
  return queryError("INVALID_FIELD", text, name.at, explanation);
}

function noRelationship({ text }: Source, name: Name, step: string): Error {
  const explanation = `Didn't understand relationship '${step}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  return queryError("INVALID_FIELD", text, name.at, explanation);
}
