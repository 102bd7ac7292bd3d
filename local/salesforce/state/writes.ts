import { checkDuplicates, duplicatesDetected, findPeople, isPerson } from "../rules/duplicates.ts";
import { notFound, Refusal } from "./refusal.ts";
import { toLongId } from "./ids.ts";
import type { Field, ObjectType } from "./schema.ts";
import type { Org } from "./org.ts";
import { changeRow, existingRow, insertRow, removeRow } from "./records.ts";
import type { Fields, Row } from "./store.ts";
import type { RowFault, Transaction, Write, WriteResult, Writing } from "./transaction.ts";
import { runAutomations } from "../rules/automation.ts";
import { deduplicate } from "../rules/merging.ts";
import { checkPersonContact } from "../rules/person-accounts.ts";
import { assignment, checkOwner } from "../rules/owners.ts";
import { checkFields } from "../rules/validation.ts";

/** A record as a client sends it. */
export type Input = Readonly<Record<string, unknown>>;

/** Inserts a record. */
export function createWrite(writing: Writing, type: ObjectType, input: Input): Write {
  return { lockIds: () => lockedTargets(type, input), apply: () => create(writing, type, input) };
}

/** A record by its id; `unknown` is the refusal if it does not exist. */
export interface Existing {
  readonly type: ObjectType;
  readonly id: string;
  readonly unknown: () => Refusal;
}

/** Changes a record. */
export function updateWrite(writing: Writing, { type, id, unknown }: Existing, input: Input): Write {
  const { org } = writing;
  return {
    lockIds: () => [...rowLocks(org, id), ...lockedTargets(type, input)],
    apply: () => update(writing, existingRow(org, type, id, unknown), input),
  };
}

/** Deletes a record. */
export function deleteWrite({ org, transaction }: Writing, { type, id, unknown }: Existing): Write {
  return {
    lockIds: () => rowLocks(org, id),
    apply() {
      removeRow(org, transaction.undo, existingRow(org, type, id, unknown));
      return { id, created: false };
    },
  };
}

/** The id that a list gives of a record to change or delete. [U] the fields. */
export function knownId(given: unknown): string {
  if (typeof given !== "string") throw new Refusal("MISSING_ARGUMENT", "Id not specified in an update call");
  const id = toLongId(given);
  if (id === undefined) throw new Refusal("MALFORMED_ID", `malformed id ${given}`, { fields: ["Id"] });
  return id;
}

/** A write of one record of a list. [U] that a record refused by the JSON reader fails alone, not the whole call. */
export function writeOrRefuse(toWrite: () => Write): Write {
  try {
    return toWrite();
  } catch (error) {
    const apply = () => {
      throw error;
    };
    return { lockIds: () => [], apply };
  }
}

/** A record by the value of an external id, an e-mail or its id. */
export interface Keyed {
  readonly type: ObjectType;
  readonly field: Field;
  readonly value: string;
}

/**
 * Creates or changes the record with that key. The look-up precedes the wait for locks, so two concurrent upserts may
 * both find none: then the unique index refuses the later one.
 */
export function upsertWrite(writing: Writing, key: Keyed, input: Input): Write {
  const { org } = writing;
  const { type, field, value } = key;
  let found: Row[] = [];
  return {
    lockIds() {
      found = findByKey(org, key);
      return [...found.flatMap((row) => rowLocks(org, row.id)), ...lockedTargets(type, input)];
    },
    apply() {
      const [row] = found;
      if (row === undefined && field.type === "id") throw notFound();
      if (row === undefined) return create(writing, type, { ...input, [field.name]: value });
      if (found.length > 1) throw severalFound(field, found);
      const deleted = () => new Refusal("ENTITY_IS_DELETED", "entity is deleted");
      return update(writing, existingRow(org, type, row.id, deleted), input);
    },
  };
}

/** The records with a key. */
export function findByKey(org: Org, { type, field, value }: Keyed): Row[] {
  if (field.type !== "id") return [...org.store.find(type, field, value)].filter((row) => row.isHidden !== true);
  const row = org.store.get(toLongId(value) ?? "");
  return row?.type === type && row.fields["IsDeleted"] !== true && row.isHidden !== true ? [row] : [];
}

/** In a collection; a single upsert answers 300 with the records' URLs. */
function severalFound(field: Field, found: readonly Row[]): Refusal {
  const ids = found.map((row) => row.id).join(", ");
  return new Refusal(
    "DUPLICATE_EXTERNAL_ID",
    `${field.name}: more than one record found for external id field: [${ids}]`,
    { fields: [field.name] },
  );
}

function create(writing: Writing, type: ObjectType, input: Input): WriteResult {
  const { org, transaction } = writing;
  strikeField(type, transaction, input);
  const fields = checkFields(org, type, input, "create");
  if (transaction.fault?.kind === "dup-rule") strikeDuplicate(writing, type, fields);
  checkDuplicates(writing, type, fields);
  const row = insertRow(org, transaction.undo, type, fields);
  checkOwner(org, type, row.fields);
  runAutomations(org, type, "create", row.id);
  if (transaction.fault?.kind === "delay-visibility") delayVisibility(org, row, transaction.fault);
  deduplicate(org, transaction.undo, row);
  return { id: row.id, created: true };
}

function update(writing: Writing, row: Row, input: Input): WriteResult {
  const { org, transaction } = writing;
  strikeField(row.type, transaction, input);
  checkPersonContact(row);
  if (row.isInApproval === true) throw new Refusal("ENTITY_IS_LOCKED", "entity is locked for editing", { fields: [] });
  const changes = {
    ...checkFields(org, row.type, input, "update"),
    ...(transaction.assigns && assignment(org, row.type)),
  };
  checkDuplicates(writing, row.type, { ...row.fields, ...changes }, row);
  changeRow(org, transaction.undo, row, changes);
  checkOwner(org, row.type, row.fields);
  runAutomations(org, row.type, "update", row.id);
  return { id: row.id, created: false };
}

/** The fault field-refused. A hidden field is named only in the message. */
function strikeField(type: ObjectType, { fault }: Transaction, input: Input): void {
  if (fault?.kind !== "field-refused") return;
  const { code = "", field: { name, ...wanted } = { name: "" } } = fault;
  const given = input[name] ?? null;
  if (given === null || ("value" in wanted && given !== wanted.value)) return;
  fault.onStrike();
  if (code === "INVALID_FIELD") throw new Refusal(code, `No such column '${name}' on sobject of type ${type.name}`);
  throw new Refusal(code, "refused for this case", { fields: [name] });
}

/** The fault dup-rule: unless the e-mail exists, a person enters the same record just before. */
function strikeDuplicate({ org, transaction }: Writing, type: ObjectType, fields: Fields): void {
  const { fault } = transaction;
  if (fault === undefined || fault.rows <= 0 || !isPerson(type)) return;
  fault.rows -= 1;
  fault.onStrike();
  const typedIn = Object.entries(fields).filter(([name]) => type.field(name)?.unique !== true);
  const matches = findPeople(org, fields);
  if (matches.length === 0) matches.push(insertRow(org, [], type, Object.fromEntries(typedIn)));
  throw duplicatesDetected(transaction, type, matches, false);
}

function delayVisibility(org: Org, row: Row, fault: RowFault): void {
  fault.onStrike();
  if (fault.milliseconds === undefined) row.missedQueries = fault.rows;
  else row.visibleAt = org.clock.now() + fault.milliseconds;
}

/** Writing a record locks it and the targets of its locking references. */
function rowLocks(org: Org, id: string): string[] {
  const row = org.store.get(id);
  return row === undefined ? [] : [row.id, ...lockedTargets(row.type, row.fields)];
}

function lockedTargets(type: ObjectType, input: Input): string[] {
  return Object.entries(input).flatMap(([name, value]) => {
    const id = typeof value === "string" && type.field(name)?.locksTarget === true ? toLongId(value) : undefined;
    return id === undefined ? [] : [id];
  });
}
