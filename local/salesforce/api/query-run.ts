import { resolveColumn, parentAt } from "../soql/columns.ts";
import type { Column, Source } from "../soql/columns.ts";
import { compareBy } from "../soql/comparison.ts";
import { compileFilter } from "../soql/filter.ts";
import { groupRows, isGrouped } from "../soql/groups.ts";
import { parseQuery } from "../soql/parser.ts";
import type { ParsedQuery } from "../soql/parsed-query.ts";
import { queryError } from "../soql/tokens.ts";
import type { Org } from "../state/org.ts";
import type { Field } from "../state/schema.ts";
import { type Row, type Value, valueOf } from "../state/store.ts";
import { Refusal } from "../state/refusal.ts";

/** Whether deleted records are included. */
export type Scope = "query" | "queryAll";

/** A query's result. */
interface Found {
  readonly totalSize: number;
  readonly records: readonly object[];
}

/** @throws Refusal for a query that Salesforce would not take. */
export function runQuery(org: Org, soql: string, version: number, scope: Scope): Found {
  const query = parseQuery(soql);
  const source = sourceOf(org, query, scope);
  const { fields } = query;
  if (isGrouped(query)) return whole(cut(query, groupRows(source, query, matchingRows(source, query, scope))));
  const columns = fields === undefined ? undefined : selectedColumns(source, fields);
  const rows = orderedRows(source, query, scope);
  if (columns === undefined) return { totalSize: rows.length, records: [] };
  const own = columns.every(({ path }) => path.length === 0);
  if (own) {
    const selected = columns.map(({ field }) => field);
    return whole(rows.map((row) => toRecord(row, selected, version)));
  }
  return whole(rows.map((row) => toNestedRecord(org, row, columns, version)));
}

function whole(records: readonly object[]): Found {
  return { totalSize: records.length, records };
}

/** A record as JSON, with Salesforce's `attributes` first. */
export function toRecord({ id, type, fields }: Row, selected: readonly Field[], version: number): object {
  const record: Record<string, unknown> = {
    attributes: { type: type.name, url: `/services/data/v${version}.0/sobjects/${type.name}/${id}` },
  };
  for (const field of selected) record[field.name] = valueOf(fields, field);
  return record;
}

/** Nests parents under their relationships' names. */
function toNestedRecord(org: Org, row: Row, columns: readonly Column[], version: number): object {
  const own = columns.filter(({ path }) => path.length === 0);
  const references = new Set(columns.flatMap(({ path: [first] }) => first ?? []));
  const parents = [...references].map((reference) => {
    const parent = parentAt(org, row, [reference]);
    const shown = columns
      .filter(({ path }) => path[0] === reference)
      .map((column) => ({ ...column, path: column.path.slice(1) }));
    const name = reference.relationshipName ?? reference.name;
    return [name, parent === undefined ? null : toNestedRecord(org, parent, shown, version)] as const;
  });
  const fields = own.map(({ field }) => field);
  return { ...toRecord(row, fields, version), ...Object.fromEntries(parents) };
}

function sourceOf(org: Org, { text, object }: ParsedQuery, scope: Scope): Source {
  const type = org.schema.type(object.text);
  if (type === undefined) throw unknownObject(text, object);
  return { org, text, type, valuesOf: (inner) => innerValues(org, inner, scope) };
}

/** The values of a semi-join: one column of the visible records. */
function innerValues(org: Org, query: ParsedQuery, scope: Scope): readonly Value[] {
  const source = sourceOf(org, query, scope);
  const [selected, ...others] = query.fields ?? [];
  if (selected === undefined || others.length > 0)
    throw queryError("MALFORMED_QUERY", query.text, query.object.at, "Semi join sub-selects must query one column");
  const { read } = resolveColumn(source, selected);
  return matchingRows(source, query, scope)
    .map(read)
    .filter((value) => value !== null);
}

function unknownObject(text: string, { text: name, at }: ParsedQuery["object"]): Refusal {
  const explanation = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  return queryError("INVALID_TYPE", text, at, explanation);
}

function selectedColumns(source: Source, fields: NonNullable<ParsedQuery["fields"]>): Column[] {
  const columns = fields.map((selected) => {
    const { alias, at } = selected;
    if (alias === undefined) return resolveColumn(source, selected);
    throw queryError("MALFORMED_QUERY", source.text, at, "only aggregate expressions use field aliasing");
  });
  const names = columns.map(({ field, path }) => [...path, field].map(({ name }) => name).join("."));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Refusal("INVALID_FIELD", `duplicate field selected: ${repeated}`);
  return columns;
}

function matchingRows(source: Source, { where }: ParsedQuery, scope: Scope): Row[] {
  const { org, type } = source;
  const filter = where === undefined ? undefined : compileFilter(source, where);
  const among = filter?.candidates(org.store) ?? org.store.rows(type);
  // Deleted records are not indexed.
  const deleted = scope === "queryAll" ? org.store.deleted(type) : [];
  return [...among, ...deleted].filter((row) => filter?.matches(row) !== false && isVisible(org, row));
}

function orderedRows(source: Source, query: ParsedQuery, scope: Scope): Row[] {
  const { org } = source;
  const { order } = query;
  const columns = order.map((column) => ({ ...column, ...resolveColumn(source, column.field) }));
  const found = matchingRows(source, query, scope);
  // Without ORDER BY, Salesforce guarantees no order; it usually returns ids in order, so a setting varies that.
  org.count.queries += 1;
  const isTurned = org.settings.anyOrder === "changing" && org.count.queries % 2 === 0;
  found.sort((one, other) => compareBy(columns, one, other) || (one.id < other.id === isTurned ? 1 : -1));
  return cut(query, found);
}

function cut<T>({ limit, offset }: ParsedQuery, found: readonly T[]): T[] {
  return found.slice(offset, limit === undefined ? undefined : offset + limit);
}

/** Queries miss records that are too fresh; a record set to be missed n times comes one closer to being seen. */
function isVisible(org: Org, row: Row): boolean {
  if (row.isHidden === true) return false;
  if (row.missedQueries > 0) {
    row.missedQueries -= 1;
    return false;
  }
  return org.clock.now() >= row.visibleAt;
}
