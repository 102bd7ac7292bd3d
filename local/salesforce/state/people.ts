import { Refusal } from "./refusal.ts";
import { toLongId } from "./ids.ts";
import { convertLead } from "../rules/lead-conversion.ts";
import type { Conversion } from "../rules/lead-conversion.ts";
import { mergeRow } from "../rules/merging.ts";
import type { ObjectType } from "./schema.ts";
import { liveRow } from "./org.ts";
import type { Org } from "./org.ts";
import { changeRow, insertRow, removeRow } from "./records.ts";
import { rollBack } from "./store.ts";
import type { Row, Undo } from "./store.ts";
import { checkFields } from "../rules/validation.ts";

/**
 * What users do in the org outside the API: no login, quota, fault, lock or duplicate rule, but the same rules for
 * records. They may also set system fields such as CreatedDate and Id. Each throws a sentence for invalid input.
 */
export interface People {
  /** Adds records by object, all or none; referenced objects are added first, whatever the order given. */
  seed(records: Record<string, object[]>): void;
  /** Adds one record and returns its id. */
  insert(object: string, fields: object): string;
  update(id: string, fields: object): void;
  remove(id: string): void;
  /** Converts a Lead into a new or existing Contact. */
  convertLead(id: string, contactId?: string): Conversion;
  /** Whether queries see the record yet. */
  isIndexed(id: string): boolean;
  /** Merges records into another of their kind: they are deleted, with its id as MasterRecordId. */
  merge(masterId: string, ...ids: readonly string[]): void;
  /** Restores a record from the recycle bin. */
  restore(id: string): void;
  /** Locks a record, like another transaction; the returned function unlocks it. */
  lock(id: string): () => void;
  /** Submits a record for approval, so that the API user can't change it; the returned function ends that. */
  submitForApproval(id: string): () => void;
  /** Hides a record from the API user, like sharing rules; the returned function ends that. */
  hide(id: string): () => void;
}

/** The users of an org. */
export function createPeople(org: Org): People {
  return {
    seed: (records) => undoOnError((undo) => seed(org, undo, records)),
    insert: (object, fields) => undoOnError((undo) => insertOne(org, undo, object, fields)),
    update: (id, fields) =>
      undoOnError((undo) => {
        const row = rowOf(org, id);
        changeRow(org, undo, row, checkFields(org, row.type, { ...fields }, "update", "system"));
      }),
    remove: (id) => undoOnError((undo) => removeRow(org, undo, rowOf(org, id))),
    convertLead: (id, contactId) =>
      undoOnError((undo) => convertLead(org, undo, rowOf(org, id, "Lead"), contactId && toLongId(contactId))),
    isIndexed: (id) => org.clock.now() >= rowOf(org, id).visibleAt,
    merge: (masterId, ...ids) =>
      undoOnError((undo) => {
        for (const id of ids) mergeRow(org, undo, rowOf(org, masterId), rowOf(org, id));
      }),
    restore(id) {
      const row = org.store.get(toLongId(id) ?? "");
      if (row?.fields["IsDeleted"] !== true) throw new Error(`There is no deleted record with the id ${id}.`);
      undoOnError((undo) => org.store.write(row, { ...row.fields, IsDeleted: false, MasterRecordId: null }, undo));
    },
    submitForApproval: (id) => mark(org, rowOf(org, id), "isInApproval"),
    hide: (id) => mark(org, rowOf(org, id), "isHidden"),
    lock(id) {
      const holder = org.locks.open();
      void holder.take([rowOf(org, id).id], 0);
      return () => holder.release();
    },
  };
}

/** Marks a row until the returned function is called. */
function mark({ store }: Org, row: Row, what: "isHidden" | "isInApproval"): () => void {
  row[what] = true;
  return () => {
    // The row may have been restored from a snapshot meanwhile.
    const now = store.get(row.id);
    if (now !== undefined) now[what] = false;
  };
}

function undoOnError<T>(act: (undo: Undo) => T): T {
  const undo: Undo = [];
  try {
    return act(undo);
  } catch (error) {
    rollBack(undo, 0);
    throw error;
  }
}

function seed(org: Org, undo: Undo, records: Record<string, object[]>): void {
  const types = Object.keys(records).map((name) => typeOf(org, name));
  types.sort((one, other) => org.schema.types.indexOf(one) - org.schema.types.indexOf(other));
  const ids = new Set(Object.values(records).flatMap((some) => some.map((one) => Reflect.get(one, "Id"))));
  const later: (readonly [id: string, fields: Readonly<Record<string, unknown>>])[] = [];
  for (const type of types) {
    for (const given of records[type.name] ?? []) {
      const [now = {}, rest = {}] = apart(
        given,
        ([name, value]) => name === "IsConverted" || isAhead(org, ids, name, value),
      );
      later.push([insertOne(org, undo, type.name, now), rest]);
    }
  }
  for (const [id, fields] of later.filter(([, rest]) => Object.keys(rest).length > 0)) {
    const row = rowOf(org, id);
    org.store.write(row, { ...row.fields, ...checkFields(org, row.type, fields, "update", "system") }, undo);
  }
}

/** Whether a reference points to a record added later, such as a converted Lead's to its Contact. */
function isAhead(org: Org, ids: ReadonlySet<unknown>, name: string, value: unknown): boolean {
  return name !== "Id" && typeof value === "string" && ids.has(value) && org.store.get(value) === undefined;
}

function apart(given: object, isLater: (entry: [string, unknown]) => boolean): Readonly<Record<string, unknown>>[] {
  const { now = [], later = [] } = Object.groupBy(Object.entries(given), (one) => (isLater(one) ? "later" : "now"));
  return [Object.fromEntries(now), Object.fromEntries(later)];
}

function insertOne(org: Org, undo: Undo, object: string, given: object): string {
  const type = typeOf(org, object);
  try {
    const fields = checkFields(org, type, { ...given }, "create", "system");
    checkId(org, type, fields["Id"]);
    return insertRow(org, undo, type, fields).id;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Error(`The ${type.name} ${JSON.stringify(given)} can't be added: ${error.message} (${error.code}).`, {
      cause: error,
    });
  }
}

function checkId(org: Org, type: ObjectType, id: unknown): void {
  if (typeof id !== "string") return;
  if (!id.startsWith(type.prefix)) throw new Refusal("MALFORMED_ID", `ids of this object begin with ${type.prefix}`);
  if (org.store.get(id) !== undefined) throw new Refusal("DUPLICATE_VALUE", `the id ${id} is taken`);
}

function typeOf(org: Org, name: string): ObjectType {
  const type = org.schema.types.find((known) => known.name === name);
  if (type !== undefined) return type;
  throw new Error(
    `There is no object ${JSON.stringify(name)}: it is none of ${org.schema.types.map((known) => known.name).join(", ")}.`,
  );
}

function rowOf(org: Org, id: string, object?: string): Row {
  const row = liveRow(org, toLongId(id));
  if (row === undefined || (object !== undefined && row.type.name !== object))
    throw new Error(`There is no ${object ?? "record"} with the id ${id}.`);
  return row;
}
