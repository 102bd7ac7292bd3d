import { likeliest } from "../../../runtime/define/nearest.ts";
import type { Log } from "../../../runtime/log.ts";
import type { Records, WriteOptions, Written } from "../api/records.ts";
import { type OrgRefusal, refusedAmong } from "../api/refusal.ts";
import { isForEverybody, isPassing } from "../api/errors.ts";
import type { OrgRecord } from "../api/queries.ts";
import type { FieldValue, FieldValues } from "../salesforce.ts";
import { countriesIn } from "./country.ts";
import { isSame } from "./same.ts";
import { hasNote, withNotes } from "./description.ts";
import { type Draft, fit, type Fitted, type Note } from "./fit.ts";
import { neededIn } from "./needed.ts";
import { fieldOf, shapeOf } from "./shape.ts";

/** What a handler's records are written with. */
export interface WriteContext {
  readonly records: Records;
  readonly log: Log;
}

export interface Creation extends WriteOptions {
  readonly object: string;
  readonly fields: FieldValues;
  /** Fields whose refusal stands, beside those that always do. */
  readonly needed?: readonly string[] | undefined;
  /** What takes the place of fields that the org requires, where they are empty or their value is refused. */
  readonly standIns?: FieldValues;
}

/** Creates a record of what the org has a place for. */
export async function createRecord({ records, log }: WriteContext, creation: Creation): Promise<Written> {
  const { object, fields, needed } = creation;
  const isNeeded = neededIn(object, needed);
  const fitted = fit(object, fields, { isNew: true, isNeeded });
  const standIns = fit(object, creation.standIns ?? {}, { isNew: true, isNeeded }).draft;
  const draft = { ...standIns, ...fitted.draft };
  const send = (body: Draft) => records.create(object, body, creation);
  const operation = `POST /sobjects/${object}`;
  const sending = { log, object, operation, isNeeded, standIns, send, given: Object.keys(fields) };
  return sendWithoutRefused(sending, { ...fitted, draft });
}

export interface Change extends WriteOptions, Fitted {
  readonly object: string;
  readonly id: string;
  readonly needed?: readonly string[] | undefined;
  /** What the record holds of the draft's fields and in its Description. */
  readonly present: OrgRecord["fields"];
  /** Whether a refusal that names none of the fields is taken to mean all of them; one with an expected code stands. */
  readonly isOptional?: boolean;
}

/** Makes a record what the draft says, as far as the org has a place for it: only what differs is written, if anything does. */
export async function changeRecord({ records, log }: WriteContext, change: Change): Promise<Written> {
  const { object, id, draft, needed, present, isOptional = false, expected } = change;
  const isNeeded = neededIn(object, needed);
  const send = async (body: Draft) => {
    const isOther = ([field, value]: [string, FieldValue]) => !isSame(fieldOf(object, field), present[field], value);
    const other = Object.entries(body).filter(isOther);
    return other.length === 0 ? { id } : records.update(object, id, Object.fromEntries(other), change);
  };
  const description = present["Description"];
  const operation = `PATCH /sobjects/${object}/{id}`;
  const mayMeanAll = (refusal: OrgRefusal) => isOptional && !expected.includes(refusal.code);
  const given = Object.keys(draft);
  const sending = { log, object, operation, isNeeded, standIns: {}, send, description, mayMeanAll, given };
  return sendWithoutRefused(sending, change);
}

interface Sending {
  readonly log: Log;
  readonly object: string;
  readonly operation: string;
  readonly isNeeded: (field: string) => boolean;
  readonly standIns: Draft;
  /** The fields for which the handler has, or might have, a value. */
  readonly given: readonly string[];
  readonly send: (body: Draft) => Promise<Written>;
  readonly description?: unknown;
  /** Whether such a refusal, where it names no field, is one of every field. */
  readonly mayMeanAll?: (refusal: OrgRefusal) => boolean;
}

/**
 * A refused field that is not needed never costs a record: the same is sent without it, once for each, a country's code
 * by its name first. What it held goes into the Description. A refusal that passes by itself, that names a field that
 * is needed, or none (save in an optional change), stands. So does one that asks for what was left out.
 */
async function sendWithoutRefused(sending: Sending, { draft, notes }: Fitted): Promise<Written> {
  const { object, send, description } = sending;
  let wanted: Wanted = { draft, notes, isNoted: true };
  const told = new Set<string>();
  for (;;) {
    const body = wanted.isNoted ? withNotes(object, wanted.draft, wanted.notes, description) : wanted.draft;
    const written = await send(body);
    if (written.refusal === undefined) {
      const untold = notes.filter(({ field }) => !told.has(field));
      reportUnfit(sending, untold, body["Description"] ?? description);
      return written;
    }
    const refused = refusedIn(sending, body, written.refusal);
    if (refused.length === 0) {
      const leftOut = [...told].filter((field) => !(field in body));
      return { refusal: { ...written.refusal, given: sending.given, leftOut } };
    }
    const { code, operation } = written.refusal;
    const renamed: Draft = isOfNoField(code) ? {} : countriesIn(refused, body);
    const left = refused.filter((field) => renamed[field] === undefined);
    for (const field of left) {
      sending.log.warning("field left out", { system: "salesforce", operation, reason: code, field });
      told.add(field);
    }
    wanted = leaveOut(sending, { ...wanted, draft: { ...wanted.draft, ...renamed } }, { left, body, code });
  }
}

interface Wanted {
  readonly draft: Draft;
  readonly notes: readonly Note[];
  /** Whether the Description has the notes. */
  readonly isNoted: boolean;
}

/** The org lacks the field, at least for our user: its substitute can't be written either. */
function isOfNoField(code: string): boolean {
  return code.startsWith("INVALID_FIELD");
}

/** Fields without which the same record may be accepted. */
function refusedIn(sending: Sending, body: Draft, refusal: OrgRefusal): string[] {
  if (isPassing(refusal)) return [];
  const { isNeeded, standIns, mayMeanAll } = sending;
  const isTried = (field: string) => !isOfNoField(refusal.code) && body[field] === standIns[field];
  const refused = refusedAmong(refusal, Object.keys(body));
  if (refused.length === 0 && !isForEverybody(refusal) && mayMeanAll?.(refusal) === true) return allIn(body, isNeeded);
  return refused.filter((field) => !isNeeded(field) && !isTried(field));
}

/** All but the Description, which is to hold their values; that too where it has been refused alone. */
function allIn(body: Draft, isNeeded: Sending["isNeeded"]): string[] {
  const fields = Object.keys(body);
  if (fields.some(isNeeded)) return [];
  const others = fields.filter((field) => field !== "Description");
  return others.length > 0 ? others : fields;
}

/** Replaces a field by its substitute and notes the former value, unless that is the substitute. */
function leaveOut(
  { standIns }: Sending,
  { draft, notes, isNoted }: Wanted,
  { left, body, code }: { readonly left: readonly string[]; readonly body: Draft; readonly code: string },
): Wanted {
  const noted = left.flatMap((field) => {
    const value = body[field] ?? null;
    const isKept = value === standIns[field] || notes.some((note) => note.field === field);
    return value === null || isKept ? [] : [{ field, value }];
  });
  const replaced = left.map((field) => [field, isOfNoField(code) ? undefined : standIns[field]]);
  return {
    draft: withoutUndefined({ ...draft, ...Object.fromEntries(replaced) }),
    notes: [...notes, ...noted],
    isNoted: isNoted && !left.includes("Description"),
  };
}

/**
 * Reports values that the record does not hold completely. One kept in the Description is no warning, unless the object
 * lacks the field, which was then misspelt. Never logs the value.
 */
function reportUnfit({ log, object, operation }: Sending, notes: readonly Note[], description: unknown): void {
  for (const note of notes) {
    const { field, reason } = note;
    if (reason === undefined) continue;
    const isUnknown = reason === "NO_SUCH_FIELD";
    const told = { system: "salesforce", operation, reason: isUnknown ? noSuchField(object, field) : reason, field };
    if (!hasNote(description, note)) log.warning("field left out", told);
    else if (isUnknown) log.warning("field kept in Description", told);
    else log.info("field kept in Description", told);
  }
}

function noSuchField(object: string, field: string): string {
  const meant = likeliest(
    field,
    [...(shapeOf(object)?.values() ?? [])].map(({ name }) => name),
  );
  return meant === undefined ? "NO_SUCH_FIELD" : `NO_SUCH_FIELD: did you mean ${meant}?`;
}

function withoutUndefined(fields: FieldValues): Draft {
  const draft: Draft = {};
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) draft[field] = value;
  return draft;
}
