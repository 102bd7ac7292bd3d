import { UnavailableError, UnexpectedRefusalError } from "../../../runtime/define/errors.ts";
import { SAVE_DUPLICATES } from "../api/collections.ts";
import type { OrgRecord } from "../api/queries.ts";
import { GONE, holderIn, isTaken, type OrgRefusal } from "../api/refusal.ts";
import { holderNotSeen, refusalError } from "../api/errors.ts";
import type { FieldValues } from "../salesforce.ts";
import { hasDescription } from "./description.ts";
import { queriesOf } from "./find.ts";
import { fit, type Fitted, isEmpty } from "./fit.ts";
import { findMaster } from "./merged.ts";
import { neededIn } from "./needed.ts";
import { changeRecord, createRecord, type WriteContext } from "./write.ts";

export interface Wanted {
  readonly object: string;
  readonly fields: FieldValues;
  readonly needed?: readonly string[] | undefined;
}

interface WantedByKey extends Wanted {
  readonly key: FieldValues;
  /** Left alone on an existing record. */
  readonly onlyWhenNew?: FieldValues | undefined;
  readonly isUnique: boolean;
}

/** See Salesforce.ensure. If the record is deleted between read and write, it is looked for again, once. */
export async function ensureRecord(
  context: WriteContext,
  { needed = [], ...asked }: WantedByKey,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  // Without its key the record would not be found again, and the next event would make another.
  const wanted = { ...asked, needed: [...needed, ...Object.keys(asked.key)] };
  const first = await ensureOnce(context, wanted);
  if (first.refusal === undefined) return first;
  const second = GONE.includes(first.refusal.code) ? await ensureOnce(context, wanted) : first;
  if (second.refusal !== undefined) throw standingError(second.refusal);
  return second;
}

type Ensured =
  | { readonly id: string; readonly isNew: boolean; readonly refusal?: undefined }
  | { readonly refusal: OrgRefusal };

async function ensureOnce(context: WriteContext, wanted: WantedByKey): Promise<Ensured> {
  const { object, key, fields, onlyWhenNew, needed, isUnique } = wanted;
  const found = await readFitting(context, wanted, (names) => findByKey(context, wanted, names));
  if (found.record !== undefined) return change(context, wanted, { ...found, record: found.record });
  const master = isUnique ? await findMaster(context.records, object, key) : undefined;
  if (master !== undefined) return ensureMaster(context, wanted, master);
  const created = await createRecord(context, {
    object,
    fields: { ...onlyWhenNew, ...fields, ...key },
    needed,
    headers: SAVE_DUPLICATES,
    expected: isUnique ? ["DUPLICATE_VALUE"] : [],
  });
  if (created.refusal === undefined) return { id: created.id, isNew: true };
  const { refusal } = created;
  if (!isUnique || !isTaken(refusal, Object.keys(key))) return created;
  const held = await readFitting(context, wanted, (names) => readHolder(context, wanted, refusal, names));
  if (held.record === undefined) throw holderNotSeen(object, refusal);
  return change(context, wanted, { ...held, record: held.record });
}

/**
 * The record into which the wanted one was merged takes over its key, so that the next event finds it; an existing key
 * is kept.
 */
async function ensureMaster(context: WriteContext, wanted: WantedByKey, id: string): Promise<Ensured> {
  const { records } = context;
  const { object, key, fields } = wanted;
  const names = Object.keys(key);
  const present = await records.read(object, id, { fields: names });
  const isFree = present !== undefined && names.every((name) => isEmpty(present.fields[name]));
  const taking = { ...wanted, fields: isFree ? { ...fields, ...key } : fields };
  const found = await readFitting(context, taking, (some) => records.read(object, id, { fields: some }));
  if (found.record === undefined) throw noSuchRecord(object);
  return change(context, taking, { ...found, record: found.record });
}

/** See Salesforce.update. */
export async function updateRecord(context: WriteContext, wanted: Wanted & { readonly id: string }): Promise<void> {
  const { object, id } = wanted;
  const found = await readFitting(context, wanted, (fields) => context.records.read(object, id, { fields }));
  if (found.record === undefined) throw noSuchRecord(object);
  const { refusal } = await change(context, wanted, { ...found, record: found.record });
  if (refusal !== undefined) throw standingError(refusal);
}

/** The next delivery would name the same record, and its absence may be anyone's fault. */
function standingError(refusal: OrgRefusal): Error {
  const { code, operation, status, cause } = refusal;
  if (![...GONE, "CANNOT_UPDATE_CONVERTED_LEAD"].includes(code)) return refusalError(refusal);
  const message = `salesforce refused ${operation} with ${code}, HTTP ${status}: the record is deleted or converted`;
  return new UnexpectedRefusalError(message, { code, system: "salesforce", operation, status }, { cause });
}

interface Found extends Fitted {
  readonly record: OrgRecord | undefined;
}

/** The record, with the given fields; fields that our user can't see are not written either. */
export async function readFitting(
  { log }: WriteContext,
  { object, fields, needed }: Wanted,
  read: (names: readonly string[]) => Promise<OrgRecord | undefined>,
): Promise<Found> {
  const isNeeded = neededIn(object, needed);
  const { draft, notes } = fit(object, fields, { isNew: false, isNeeded });
  const hidden = new Set<string>();
  for (;;) {
    const names = [...Object.keys(draft), ...(hasDescription(object) ? ["Description"] : [])];
    const asked = [...new Set(names)].filter((name) => !hidden.has(name));
    try {
      const record = await read(asked);
      const seen = Object.entries(draft).filter(([name]) => !hidden.has(name));
      const unfit = notes.map((note) => (hidden.has(note.field) ? { field: note.field, value: note.value } : note));
      const isNoted = (name: string) => notes.some(({ field }) => field === name);
      const unseen = Object.entries(draft).filter(([name]) => hidden.has(name) && !isNoted(name));
      const kept = unseen.flatMap(([field, value]) => (value === null ? [] : [{ field, value }]));
      return { record, draft: Object.fromEntries(seen), notes: [...unfit, ...kept] };
    } catch (error) {
      const hiding = hiddenField(error, asked);
      if (hiding === undefined || isNeeded(hiding.field)) throw error;
      hidden.add(hiding.field);
      log.warning("field left out", hiding);
    }
  }
}

function hiddenField(error: unknown, asked: readonly string[]) {
  if (!(error instanceof UnavailableError) || error.reason.code !== "INVALID_FIELD") return undefined;
  const { code: reason, system, operation = "", field: named = "" } = error.reason;
  const field = asked.find((name) => name.toLowerCase() === named.toLowerCase());
  return field === undefined ? undefined : { system, operation, reason, field };
}

async function findByKey({ records }: WriteContext, { object, key }: WantedByKey, names: readonly string[]) {
  const [rows = []] = await records.ask(...queriesOf(object, key, names, 1));
  return rows[0];
}

/** By the id in the refusal: a query may not see yet what another delivery has just created. */
async function readHolder(
  context: WriteContext,
  wanted: WantedByKey,
  refusal: OrgRefusal,
  fields: readonly string[],
): Promise<OrgRecord | undefined> {
  // If it does not name the field, the record may share another field's value with ours.
  const id = refusal.field === undefined ? undefined : holderIn(refusal);
  return id === undefined ? findByKey(context, wanted, fields) : context.records.read(wanted.object, id, { fields });
}

async function change(
  context: WriteContext,
  { object, needed }: Wanted,
  { record, draft, notes }: Found & { readonly record: OrgRecord },
): Promise<Ensured> {
  const { id, fields: present } = record;
  const changed = await changeRecord(context, {
    object,
    id,
    draft,
    notes,
    needed,
    present,
    headers: SAVE_DUPLICATES,
    expected: GONE,
  });
  return changed.refusal === undefined ? { id, isNew: false } : changed;
}

function noSuchRecord(object: string): UnexpectedRefusalError {
  return new UnexpectedRefusalError(`salesforce has no record of ${object} with the id that was to be changed`, {
    code: "NOT_FOUND",
    system: "salesforce",
    operation: `GET /sobjects/${object}/{id}`,
    status: 404,
  });
}
