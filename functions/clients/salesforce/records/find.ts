import type { OrgRecord, Query } from "../api/queries.ts";
import type { Records } from "../api/records.ts";
import { inChunks, inLists, soql } from "../api/soql.ts";
import { timeOf } from "../api/times.ts";
import type { FieldValue } from "../salesforce.ts";
import { fieldOf } from "./shape.ts";

/** For each field one value or several alternatives. */
type Conditions = Readonly<Record<string, FieldValue | readonly FieldValue[] | undefined>>;

/** See Salesforce.find. A long list is queried in parts, so that no query is too long for a URL. */
export async function find(
  records: Records,
  object: string,
  where: Conditions,
  fields: readonly string[],
): Promise<Record<string, unknown>[]> {
  const rows = await records.ask(...queriesOf(object, where, fields));
  const names = ["Id", ...fields];
  return rows.flat().map((row) => Object.fromEntries(names.map((name) => [name, valueOf(row, name)])));
}

/** @throws Error where a value is undefined, which would match everybody. */
export function queriesOf(object: string, where: Conditions, fields: readonly string[], most?: number): Query[] {
  const conditions = Object.entries(where).map(([field, value]) => {
    if (value === undefined) throw new Error(`${object} is looked for by a ${field} that is undefined`);
    return { field, values: [...new Set(typeof value === "object" && value !== null ? value : [value])] };
  });
  if (conditions.some(({ values }) => values.length === 0)) return [];
  const longest = conditions.toSorted((one, other) => other.values.length - one.values.length)[0];
  const others = conditions.filter((one) => one !== longest);
  const parts = longest === undefined ? [[]] : partsOf(object, longest);
  const select = `SELECT ${[...new Set(["Id", ...fields])].map(checked).join(", ")} FROM ${checked(object)}`;
  const end = `ORDER BY Id${most === undefined ? "" : ` LIMIT ${most}`}`;
  return parts.map((part) => {
    const all = [...others, ...part].map(({ field, values }) => condition(object, checked(field), values));
    return { text: [select, ...(all.length === 0 ? [] : ["WHERE", all.join(" AND ")]), end].join(" ") };
  });
}

interface Condition {
  readonly field: string;
  readonly values: readonly FieldValue[];
}

/** Splits lists that have too many values for a query, or are too long for a URL. */
function partsOf(object: string, { field, values }: Condition): Condition[][] {
  const literalOf = (value: FieldValue) => literal(object, field, value);
  const lists = inChunks(values).flatMap((chunk) => inLists(chunk, literalOf));
  return lists.map((list) => [{ field, values: list }]);
}

function condition(object: string, field: string, values: readonly FieldValue[]): string {
  const literals = values.map((value) => literal(object, field, value));
  return literals.length === 1 ? `${field} = ${literals[0]}` : `${field} IN (${literals.join(",")})`;
}

/** Times are written without quotes. A value that is not in the table can't be written, and its field is named. */
function literal(object: string, field: string, value: FieldValue): string {
  const type = fieldOf(object, field)?.type ?? (/(Date|Modstamp)$/.test(field) ? "datetime" : "");
  const time = type === "datetime" ? timeOf(value) : undefined;
  if (time !== undefined) return new Date(time).toISOString();
  if (typeof value === "string" && type === "date" && /^\d{4}-\d\d-\d\d$/.test(value)) return value;
  return typeof value === "string" ? soql`${value}` : String(value);
}

/** Names come from code, and go into the query unescaped. */
function checked(name: string): string {
  if (/^\w+(\.\w+)*$/.test(name)) return name;
  throw new Error("a name that is no object's and no field's was to become part of a query");
}

/** A parent's field is in the nested record: `Owner.Email`. */
function valueOf({ fields }: OrgRecord, name: string): unknown {
  let value: unknown = fields;
  for (const step of name.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }
  return value ?? null;
}
