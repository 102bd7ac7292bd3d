import { notFound, Refusal } from "../state/refusal.ts";
import { toLongId } from "../state/ids.ts";
import type { Field, ObjectType } from "../state/schema.ts";
import { toRecord } from "./query-run.ts";
import { existingRow } from "../state/records.ts";
import { keyField, noKey, objectBody, typeInPath } from "./rest-call.ts";
import type { Reply, RestCall } from "./rest-call.ts";
import type { Row } from "../state/store.ts";
import { commitOne } from "../state/transaction.ts";
import {
  createWrite,
  deleteWrite,
  type Existing,
  findByKey,
  type Keyed,
  updateWrite,
  upsertWrite,
} from "../state/writes.ts";

/** POST /sobjects/T */
export async function createRecord(call: RestCall): Promise<Reply> {
  const type = typeIn(call);
  const { id } = await commitOne(call, createWrite(call, type, objectBody(call)));
  return created(call, type, id, { id, success: true, errors: [] });
}

/** GET /sobjects/T/ID */
export function readById(call: RestCall): Reply {
  return readRecord(call, existingRow(call.org, typeIn(call), idIn(call), notFound));
}

/** PATCH /sobjects/T/ID */
export async function updateById(call: RestCall): Promise<Reply> {
  const existing = existingIn(call);
  refuseKeyInBody(call, "Id");
  if (isModified(call)) return { status: 412 };
  await commitOne(call, updateWrite(call, existing, objectBody(call)));
  return { status: 204 };
}

/** To the second, as the header is. [U] that the answer has no body. */
function isModified(call: RestCall): boolean {
  const { unmodifiedSince } = call.transaction;
  if (unmodifiedSince === undefined) return false;
  const { fields } = existingRow(call.org, typeIn(call), idIn(call), notFound);
  return Math.floor(Date.parse(String(fields["LastModifiedDate"])) / 1000) > Math.floor(unmodifiedSince / 1000);
}

/** DELETE /sobjects/T/ID */
export async function deleteById(call: RestCall): Promise<Reply> {
  await commitOne(call, deleteWrite(call, existingIn(call)));
  return { status: 204 };
}

/** GET /sobjects/T/FIELD/VALUE */
export function readByKey(call: RestCall): Reply {
  const [row, ...others] = rowsByKey(call);
  if (row === undefined) throw notFound();
  return others.length > 0 ? multipleChoices(call, [row, ...others]) : readRecord(call, row);
}

/** PATCH /sobjects/T/FIELD/VALUE */
export async function upsertByKey(call: RestCall): Promise<Reply> {
  const found = rowsByKey(call);
  if (found.length > 1) return multipleChoices(call, found);
  const key = keyIn(call);
  refuseKeyInBody(call, key.field.name);
  const result = await commitOne(call, upsertWrite(call, key, objectBody(call)));
  const body = { id: result.id, success: true, errors: [], created: result.created };
  if (result.created) return created(call, key.type, result.id, body);
  // Before v46, updates had no body.
  return call.transaction.version >= 46 ? { status: 200, body } : { status: 204 };
}

/** DELETE /sobjects/T/FIELD/VALUE */
export async function deleteByKey(call: RestCall): Promise<Reply> {
  const [row, ...others] = rowsByKey(call);
  if (row === undefined) throw notFound();
  if (others.length > 0) return multipleChoices(call, [row, ...others]);
  await commitOne(call, deleteWrite(call, { type: typeIn(call), id: row.id, unknown: notFound }));
  return { status: 204 };
}

function typeIn({ org, path }: RestCall): ObjectType {
  return typeInPath(org, path["type"] ?? "");
}

function existingIn(call: RestCall): Existing {
  return { type: typeIn(call), id: idIn(call), unknown: notFound };
}

function keyIn(call: RestCall): Keyed {
  const type = typeIn(call);
  return { type, field: keyField(call, type, call.path["field"] ?? ""), value: call.path["value"] ?? "" };
}

function idIn({ path: { id: given = "" } }: RestCall): string {
  const id = toLongId(given);
  if (id !== undefined) return id;
  // Anything not even of an id's length is an external id without a value.
  if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(given)) throw noKey(given);
  throw new Refusal("MALFORMED_ID", `Record ID: id value of incorrect type: ${given}`, { fields: ["Id"] });
}

function rowsByKey(call: RestCall): readonly Row[] {
  return findByKey(call.org, keyIn(call));
}

function created({ transaction }: RestCall, type: ObjectType, id: string, body: object): Reply {
  return {
    status: 201,
    headers: { location: `/services/data/v${transaction.version}.0/sobjects/${type.name}/${id}` },
    body,
  };
}

function multipleChoices({ transaction }: RestCall, found: readonly Row[]): Reply {
  return {
    status: 300,
    body: found.map(({ id, type }) => `/services/data/v${transaction.version}.0/sobjects/${type.name}/${id}`),
  };
}

function refuseKeyInBody(call: RestCall, name: string): void {
  const isGiven = Object.keys(objectBody(call)).some((key) => key.toLowerCase() === name.toLowerCase());
  if (isGiven) throw new Refusal("INVALID_FIELD", `The ${name} field should not be specified in the sobject data.`);
}

function readRecord(call: RestCall, row: Row): Reply {
  const { org, params, transaction } = call;
  const names = params.get("fields")?.split(",");
  const fields = names === undefined ? org.shape.fieldsOf(row.type) : namedFields(call, row.type, names);
  return { status: 200, body: toRecord(row, fields, transaction.version) };
}

/** The fields that a call requests. */
export function namedFields({ org }: RestCall, type: ObjectType, names: readonly string[]): Field[] {
  return names.map((name) => {
    const field = type.field(name.trim());
    if (field === undefined || org.shape.isHidden(field))
      throw new Refusal("INVALID_FIELD", `No such column '${name}' on entity '${type.name}'.`);
    return field;
  });
}
