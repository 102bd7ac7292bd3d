import type { RecordChange } from "../../core/records.ts";
import type { Held } from "../../core/recall.ts";
import type { Field, ObjectType, Schema } from "./schema.ts";

export type Value = string | number | boolean | null;
export type Fields = Readonly<Record<string, Value>>;

/** A record. Its fields are replaced, never mutated, so that an older state can be restored. */
export interface Row {
  readonly id: string;
  readonly type: ObjectType;
  fields: Fields;
  /** When queries see it, once they have missed it that many times. */
  visibleAt: number;
  missedQueries: number;
  /** Not shared with the API user. */
  isHidden?: boolean;
  /** Awaiting approval: the API user can't change it. */
  isInApproval?: boolean;
}

/** Functions that undo a transaction's changes, newest last. */
export type Undo = (() => void)[];

/** A record's value of a field: checkboxes are never empty, nor are roll-up summaries, which are not computed here. */
export function valueOf(fields: Fields, { name, kind, nillable }: Field): Value {
  const value = fields[name] ?? null;
  if (value !== null || kind === "text") return value;
  if (kind === "boolean") return false;
  return kind === "number" && nillable !== true ? 0 : null;
}

/** Rows with indexes; it has no rules. */
export interface Store {
  rows(type: ObjectType): Iterable<Row>;
  /** Salesforce's recycle bin. */
  deleted(type: ObjectType): Iterable<Row>;
  /** By 18-character id, including deleted ones. */
  get(id: string): Row | undefined;
  /** By an indexed field's value, without deleted ones. Text matches in any case. */
  find(type: ObjectType, field: Field, value: Value): ReadonlySet<Row>;
  insert(row: Row, undo: Undo): void;
  /** Replaces a row's fields; IsDeleted removes it from everything except get. */
  write(row: Row, fields: Fields, undo: Undo): void;
  clear(): void;
  hold(): Held;
}

/** Undoes changes back to this length of the journal. */
export function rollBack(undo: Undo, length: number): void {
  while (undo.length > length) undo.pop()?.();
}

type Index = Map<Value, Set<Row>>;

interface Table {
  readonly rows: Set<Row>;
  readonly deleted: Set<Row>;
  readonly indexes: ReadonlyMap<Field, Index>;
}

const NONE: ReadonlySet<Row> = new Set();

/** An empty store for these objects. */
export function createStore(schema: Schema, onChange?: (change: RecordChange) => void): Store {
  const tables = new Map(schema.types.map((type) => [type, createTable(type)]));
  const byId = new Map<string, Row>();
  const tableOf = (type: ObjectType) => {
    const table = tables.get(type);
    if (table === undefined) throw new Error(`The object ${type.name} is not of this schema.`);
    return table;
  };
  const clear = () => {
    byId.clear();
    for (const table of tables.values()) empty(table);
  };
  const put = (row: Row) => {
    byId.set(row.id, row);
    enter(tableOf(row.type), row);
  };
  const live = (fields: Fields | undefined) => (fields?.["IsDeleted"] === true ? undefined : fields);
  const tell = ({ id, type }: Row, before: Fields | undefined, after: Fields | undefined) =>
    onChange?.({ kind: type.name, id, before: live(before), after: live(after) });
  return {
    rows: (type) => tableOf(type).rows,
    deleted: (type) => tableOf(type).deleted,
    get: (id) => byId.get(id),
    find: (type, field, value) => tableOf(type).indexes.get(field)?.get(keyOf(field, value)) ?? NONE,
    insert(row, undo) {
      put(row);
      tell(row, undefined, row.fields);
      undo.push(() => {
        byId.delete(row.id);
        leave(tableOf(row.type), row);
        tell(row, row.fields, undefined);
      });
    },
    write(row, fields, undo) {
      const before = row.fields;
      replaceFields(tableOf(row.type), row, fields);
      tell(row, before, fields);
      undo.push(() => {
        replaceFields(tableOf(row.type), row, before);
        tell(row, fields, before);
      });
    },
    clear,
    hold: () =>
      holdRows([...tables.values()], (rows) => {
        clear();
        for (const row of rows) put(row);
      }),
  };
}

function holdRows(tables: readonly Table[], putBack: (rows: readonly Row[]) => void): Held {
  const all = tables.flatMap(({ rows, deleted }) => [...rows, ...deleted]);
  const held = all.map((row) => ({ ...row })); // a row's other members are mutable
  return {
    besides: JSON.stringify(held.flatMap(besidesOf)),
    putBack: () => putBack(held.map((row) => ({ ...row }))),
  };
}

/** A row's other members, which the state does not show. */
function besidesOf({ id, fields, visibleAt, missedQueries, isHidden, isInApproval }: Row): unknown[] {
  const isUsual = missedQueries === 0 && isHidden !== true && isInApproval !== true;
  if (fields["IsDeleted"] === true) return [fields, isUsual];
  return isUsual ? [visibleAt] : [id, visibleAt, missedQueries, isHidden, isInApproval];
}

function createTable(type: ObjectType): Table {
  const indexed = type.fields.filter((field) => field.indexed);
  return { rows: new Set(), deleted: new Set(), indexes: new Map(indexed.map((field) => [field, new Map()])) };
}

function empty({ rows, deleted, indexes }: Table): void {
  // Clearing an empty map costs as much as a full one.
  for (const part of [rows, deleted, ...indexes.values()]) if (part.size > 0) part.clear();
}

function enter(table: Table, row: Row): void {
  if (row.fields["IsDeleted"] === true) return void table.deleted.add(row);
  table.rows.add(row);
  for (const [field, index] of table.indexes) {
    const key = keyOf(field, row.fields[field.name] ?? null);
    if (key === null) continue;
    const entry = index.get(key);
    if (entry === undefined) index.set(key, new Set([row]));
    else entry.add(row);
  }
}

function leave(table: Table, row: Row): void {
  table.rows.delete(row);
  table.deleted.delete(row);
  leaveIndexes(table, row);
}

function leaveIndexes(table: Table, row: Row): void {
  for (const [field, index] of table.indexes) index.get(keyOf(field, row.fields[field.name] ?? null))?.delete(row);
}

/** Keeps the row's position among the others. */
function replaceFields(table: Table, row: Row, fields: Fields): void {
  leaveIndexes(table, row);
  row.fields = fields;
  (fields["IsDeleted"] === true ? table.rows : table.deleted).delete(row);
  enter(table, row);
}

/** Text is equal in any case unless the field is case-sensitive; ids are compared exactly. */
function keyOf(field: Field, value: Value): Value {
  const isExact = typeof value !== "string" || field.kind === "id" || field.caseSensitive === true;
  return isExact ? value : value.toLowerCase();
}
