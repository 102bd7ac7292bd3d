import { notFound, Refusal } from "./errors.ts";
import { toLongId } from "../state/ids.ts";
import type { Field, ObjectType } from "../state/objects.ts";
import { toRecord } from "./query.ts";
import { existingRow } from "../state/records.ts";
import { keyField, methodNotAllowed, objectBody, typeInPath } from "./rest-call.ts";
import type { Reply, RestCall } from "./rest-call.ts";
import type { Row } from "../state/store.ts";
import { commitOne } from "../state/transaction.ts";
import { createWrite, deleteWrite, findByKey, updateWrite, upsertWrite } from "../state/writes.ts";

/** /sobjects/T, /sobjects/T/ID and /sobjects/T/FIELD/VALUE. */
export async function answerSobjects(call: RestCall): Promise<Reply> {
  const [, typeName = "", id, value, ...more] = call.segments;
  const type = typeInPath(call.org, typeName);
  if (more.length > 0) throw notFound();
  if (id === undefined) return createRecord(call, type);
  return value === undefined ? answerById(call, type, id) : answerByKey(call, type, keyField(type, id), value);
}

async function createRecord(call: RestCall, type: ObjectType): Promise<Reply> {
  if (call.method !== "POST") throw methodNotAllowed(call.method, "HEAD,GET,POST");
  const { id } = await commitOne(
    call.org,
    call.transaction,
    createWrite(call.org, call.transaction, type, objectBody(call)),
  );
  return created(call, type, id, { id, success: true, errors: [] });
}

function created({ transaction }: RestCall, type: ObjectType, id: string, body: object): Reply {
  return {
    status: 201,
    headers: { location: `/services/data/v${transaction.version}.0/sobjects/${type.name}/${id}` },
    body,
  };
}

async function answerById(call: RestCall, type: ObjectType, given: string): Promise<Reply> {
  const { org, transaction, method } = call;
  const id = toLongId(given);
  if (id === undefined) throw new Refusal("MALFORMED_ID", `malformed id ${given}`);
  switch (method) {
    case "GET":
      return readRecord(call, existingRow(org, type, id, notFound));
    case "PATCH":
      refuseKeyInBody(call, "Id");
      await commitOne(org, transaction, updateWrite(org, transaction, type, id, objectBody(call), notFound));
      return { status: 204 };
    case "DELETE":
      await commitOne(org, transaction, deleteWrite(org, transaction, type, id, notFound));
      return { status: 204 };
    default:
      throw methodNotAllowed(method, "HEAD,GET,PATCH,DELETE");
  }
}

async function answerByKey(call: RestCall, type: ObjectType, field: Field, value: string): Promise<Reply> {
  const { org, transaction, method } = call;
  const found = findByKey(org, type, field, value);
  if (found.length > 1) return multipleChoices(call, found);
  if (method === "PATCH") return upsertRecord(call, type, field, value);
  const [row] = found;
  if (row === undefined) throw notFound();
  if (method === "GET") return readRecord(call, row);
  if (method !== "DELETE") throw methodNotAllowed(method, "HEAD,GET,PATCH,DELETE");
  await commitOne(org, transaction, deleteWrite(org, transaction, type, row.id, notFound));
  return { status: 204 };
}

async function upsertRecord(call: RestCall, type: ObjectType, field: Field, value: string): Promise<Reply> {
  const { org, transaction } = call;
  refuseKeyInBody(call, field.name);
  const result = await commitOne(org, transaction, upsertWrite(org, transaction, type, field, value, objectBody(call)));
  const body = { id: result.id, success: true, errors: [], created: result.created };
  if (result.created) return created(call, type, result.id, body);
  // Up to v45 an update had no body.
  return transaction.version >= 46 ? { status: 200, body } : { status: 204 };
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

function readRecord({ params, transaction }: RestCall, row: Row): Reply {
  const names = params.get("fields")?.split(",");
  const fields = names?.map((name) => {
    const field = row.type.field(name.trim());
    if (field === undefined)
      throw new Refusal("INVALID_FIELD", `No such column '${name}' on entity '${row.type.name}'.`);
    return field;
  });
  return { status: 200, body: toRecord(row, fields ?? row.type.fields, transaction.version) };
}
