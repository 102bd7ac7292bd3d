import { Refusal } from "./errors.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import type { Org } from "../state/org.ts";
import { compareValues, compileFilter, resolveField, type Source } from "../soql/filter.ts";
import { parseQuery } from "../soql/parser.ts";
import type { ParsedQuery } from "../soql/parser.ts";
import { queryError } from "../soql/tokens.ts";
import { type Row, type Value, valueOf } from "../state/store.ts";

/** What a query answers: one page of its records. */
export interface QueryAnswer {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly object[];
}

/** Whether deleted records are among what is asked for. */
export type Scope = "query" | "queryAll";

/** The org's open queries, for their further pages. */
export interface Queries {
  run(soql: string, version: number, scope?: Scope): QueryAnswer;
  /** The next page, by the last part of nextRecordsUrl. */
  more(locator: string, version: number): QueryAnswer;
  clear(): void;
}

interface Cursor {
  readonly records: readonly object[];
  readonly opened: number;
}

/** A user has so many open queries; one more closes the oldest. */
const OPEN_QUERIES = 10;
const CURSOR_LIFE_MS = 2 * 24 * 3600 * 1000;

/** Runs queries on an org's records. */
export function createQueries(org: Org): Queries {
  const cursors = new Map<string, Cursor>();
  const page = (id: string, records: readonly object[], start: number, version: number): QueryAnswer => {
    const end = start + org.settings.pageSize;
    const done = end >= records.length;
    const next = done ? {} : { nextRecordsUrl: `/services/data/v${version}.0/query/${id}-${end}` };
    return { totalSize: records.length, done, ...next, records: records.slice(start, end) };
  };
  return {
    run(soql, version, scope = "query") {
      const answer = runQuery(org, soql, version, scope);
      if (answer.done) return answer;
      const id = org.ids.next("01g");
      cursors.set(id, { records: answer.records, opened: org.clock.now() });
      for (const oldest of [...cursors.keys()].slice(0, -OPEN_QUERIES)) cursors.delete(oldest);
      return page(id, answer.records, 0, version);
    },
    more(locator, version) {
      const [, id = "", start = ""] = /^(01g\w{15})-(\d+)$/.exec(locator) ?? [];
      const cursor = cursors.get(id);
      if (cursor === undefined || org.clock.now() - cursor.opened > CURSOR_LIFE_MS)
        throw new Refusal("INVALID_QUERY_LOCATOR", "invalid query locator");
      return page(id, cursor.records, Number(start), version);
    },
    clear: () => cursors.clear(),
  };
}

/** The whole answer; done unless it is longer than a page. */
function runQuery(org: Org, soql: string, version: number, scope: Scope): QueryAnswer {
  const query = parseQuery(soql);
  const type = org.schema.type(query.object.text);
  if (type === undefined) throw unknownObject(query);
  const fields = query.fields === undefined ? undefined : selectedFields({ org, text: soql, type }, query.fields);
  const rows = orderedRows(org, query, type, scope);
  if (fields === undefined) return { totalSize: rows.length, done: true, records: [] };
  const records = rows.map((row) => toRecord(row, fields, version));
  return { totalSize: records.length, done: records.length <= org.settings.pageSize, records };
}

/** A record as JSON, with the address that Salesforce puts first. */
export function toRecord({ id, type, fields }: Row, selected: readonly Field[], version: number): object {
  const record: Record<string, unknown> = {
    attributes: { type: type.name, url: `/services/data/v${version}.0/sobjects/${type.name}/${id}` },
  };
  for (const field of selected) record[field.name] = valueOf(fields, field);
  return record;
}

function unknownObject({ text, object }: ParsedQuery): Refusal {
  const explanation = `sObject type '${object.text}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  return queryError("INVALID_TYPE", text, object.at, explanation);
}

function selectedFields(source: Source, names: NonNullable<ParsedQuery["fields"]>): Field[] {
  const fields = names.map((name) => resolveField(source, name));
  const repeated = fields.find((field, index) => fields.indexOf(field) !== index);
  if (repeated !== undefined) throw new Refusal("INVALID_FIELD", `duplicate field selected: ${repeated.name}`);
  return fields;
}

function orderedRows(
  org: Org,
  { text, where, order, limit, offset }: ParsedQuery,
  type: ObjectType,
  scope: Scope,
): Row[] {
  const source = { org, text, type };
  const filter = where === undefined ? undefined : compileFilter(source, where);
  const columns = order.map((column) => ({ ...column, field: resolveField(source, column.field) }));
  const found = [
    ...(filter?.candidates(org.store) ?? org.store.rows(type)),
    // No index has them.
    ...(scope === "queryAll" ? org.store.deleted(type) : []),
  ].filter((row) => filter?.matches(row) !== false && isVisible(org, row));
  // Without an order Salesforce promises none; ids are what it gives in practice, as long as nobody counts on it.
  org.count.queries += 1;
  const isTurned = org.settings.anyOrder === "changing" && org.count.queries % 2 === 0;
  found.sort((one, other) => {
    for (const { field, descending, nullsLast } of columns) {
      const [left, right] = [valueOf(one.fields, field), valueOf(other.fields, field)];
      const difference =
        compareNulls(left, right, nullsLast) ?? (descending ? -1 : 1) * compareValues(field, left, right);
      if (difference !== 0) return difference;
    }
    return one.id < other.id === isTurned ? 1 : -1;
  });
  return found.slice(offset, limit === undefined ? undefined : offset + limit);
}

/** Nulls come first, whatever the direction, unless the query says NULLS LAST. */
function compareNulls(one: Value, other: Value, nullsLast: boolean): number | undefined {
  if (one !== null && other !== null) return undefined;
  if (one === other) return 0;
  return (one === null) === nullsLast ? 1 : -1;
}

/** A query misses what is too fresh; a row that is to be missed a number of times is so much nearer to being seen. */
function isVisible(org: Org, row: Row): boolean {
  if (row.missedQueries > 0) {
    row.missedQueries -= 1;
    return false;
  }
  return org.clock.now() >= row.visibleAt;
}
