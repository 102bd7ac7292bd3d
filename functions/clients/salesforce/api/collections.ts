import { objectsIn } from "../../../runtime/objects.ts";
import type { Caller } from "../../outgoing/exchange.ts";
import { logWrite } from "../../outgoing/log-write.ts";
import { isIdOf, isSameId } from "./ids.ts";
import { type OrgRefusal, readRefusal } from "./refusal.ts";
import { malformedAnswer, refusalError } from "./errors.ts";
import { type Org, request } from "./rest.ts";
import type { FieldValues } from "../salesforce.ts";
import { inChunks } from "./soql.ts";

export interface Change {
  readonly type: string;
  readonly id: string;
  readonly fields: FieldValues;
}

/** Overrides a rule that only warns of similar records, even on an update: which record is meant is decided. */
export const SAVE_DUPLICATES = { "Sforce-Duplicate-Rule-Header": "allowSave=true" };

/**
 * Keeps an existing record's owner. Otherwise an org's active assignment rule would reassign each changed Lead or Case:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_autoassign.htm
 */
export const KEEPS_OWNER = { "Sforce-Auto-Assign": "FALSE" };

/** An org's automation runs for each of the 200 records. */
const CALL_TIMEOUT_MS = 30_000;

export interface RefusedChange {
  readonly change: Change;
  readonly refusal: OrgRefusal;
}

/** For each record of a collection, in order: undefined where it was written. */
export type Refusals = readonly (OrgRefusal | undefined)[];

/**
 * Makes all of these changes, 200 in a call, each of which succeeds or is refused by itself.
 * @returns the refused changes
 * @throws DeliveryError where a whole call is refused or not answered; the calls before it are done.
 */
export async function updateAll(org: Org, caller: Caller, changes: readonly Change[]): Promise<RefusedChange[]> {
  const refused: RefusedChange[] = [];
  // One call after another: records of the same Account lock each other out.
  for (const chunk of inChunks(changes)) {
    const refusals = await updateMany(org, caller, chunk);
    refused.push(...chunk.flatMap((change, index) => withRefusal(change, refusals[index])));
  }
  return refused;
}

function withRefusal(change: Change, refusal: OrgRefusal | undefined): RefusedChange[] {
  return refusal === undefined ? [] : [{ change, refusal }];
}

/**
 * Makes up to 200 changes in one call.
 * @throws DeliveryError where the whole call is refused or not answered.
 */
export function updateMany(org: Org, caller: Caller, changes: readonly Change[]): Promise<Refusals> {
  const records = changes.map(({ type, id, fields }) => ({ attributes: { type }, id, ...fields }));
  const ids = changes.map(({ id }) => id);
  return writeByHalves(org, caller, {
    method: "PATCH",
    records,
    isIdAt: (id, place) => isSameId(id, ids[place] ?? ""),
  });
}

/**
 * Creates up to 200 records of an object in one call.
 * @throws DeliveryError where the whole call is refused or not answered.
 */
export function createMany(org: Org, caller: Caller, type: string, all: readonly FieldValues[]): Promise<Refusals> {
  const records = all.map((fields) => ({ attributes: { type }, ...fields }));
  return writeByHalves(org, caller, { method: "POST", records, isIdAt: (id) => isIdOf(type, id) });
}

interface Collection {
  readonly method: "POST" | "PATCH";
  readonly records: readonly object[];
  /** Whether the id in the answer at that index is such a record's. */
  readonly isIdAt: (id: string, place: number) => boolean;
}

/** A trigger that is made for one record reaches Apex's limits, which are a call's, with many: all are refused, and few would not be. */
const LIMIT_REACHED = /\bSystem\.LimitException\b|\bToo many [\w ]+: \d/;

/**
 * How many records in a row may be refused individually: their number is then not the cause, and the rest keeps its
 * refusal. If the trigger fails on every record, 200 take about sixty calls instead of four hundred.
 */
const MOST_IN_VAIN = 10;

/**
 * Retries by halves what is refused for its number: down to single records, then from the longest remaining part, so
 * that single attempts are spread out.
 */
async function writeByHalves(org: Org, caller: Caller, all: Collection): Promise<Refusals> {
  const refusals: (OrgRefusal | undefined)[] = [];
  const waiting: (readonly number[])[] = [[...all.records.keys()]];
  let inVain = 0;
  while (inVain < MOST_IN_VAIN) {
    const part = waiting.pop();
    if (part === undefined) break;
    const records = all.records.filter((_record, place) => part.includes(place));
    const isIdAt = (id: string, index: number) => all.isIdAt(id, part[index] ?? -1);
    const answers = await write(org, caller, { ...all, records, isIdAt });
    for (const [index, place] of part.entries()) refusals[place] = answers[index];
    const limited = part.filter((place) => isLimited(refusals[place]));
    const isAlone = part.length === 1;
    inVain = limited.length < part.length ? 0 : inVain + (isAlone ? 1 : 0);
    const [first, ...others] = isAlone ? [] : inChunks(limited, Math.ceil(limited.length / 2));
    waiting.push(...others);
    if (first === undefined) waiting.sort((one, other) => one.length - other.length);
    else waiting.push(first);
  }
  return refusals;
}

function isLimited(refusal: OrgRefusal | undefined): boolean {
  return refusal?.items.some(({ message }) => LIMIT_REACHED.test(String(message))) ?? false;
}

async function write(org: Org, caller: Caller, { method, records, isIdAt }: Collection): Promise<Refusals> {
  const path = "/composite/sobjects";
  const operation = `${method} ${path}`;
  const patient = { ...org, line: { ...org.line, callTimeoutMs: CALL_TIMEOUT_MS } };
  const answer = await request(patient, caller, {
    method,
    path,
    operation,
    ...(method === "PATCH" && { headers: { ...SAVE_DUPLICATES, ...KEEPS_OWNER } }),
    body: { allOrNone: false, records },
  });
  if (answer.refusal !== undefined) throw refusalError(answer.refusal);
  const { status, body } = answer;
  const items = objectsIn(body);
  const isResult = items.every(
    ({ success, id }, place) => success === false || (success === true && typeof id === "string" && isIdAt(id, place)),
  );
  if (items.length !== records.length || !isResult) throw malformedAnswer(operation, status);
  const ids = items.flatMap(({ success, id }) => (success === true && typeof id === "string" ? [id] : []));
  const { id: _id, attributes: _attributes, ...fields } = Object.assign({}, ...records) as Record<string, unknown>;
  if (ids.length > 0) logWrite(caller.log, { system: "salesforce", operation, records: ids, fields });
  return items.map(({ success, errors }, place) => {
    if (success === true) return undefined;
    const refusal = readRefusal({ status, operation, data: errors });
    // A changed record's other fields are its own.
    return method === "POST" ? { ...refusal, given: Object.keys(records[place] ?? {}) } : refusal;
  });
}
