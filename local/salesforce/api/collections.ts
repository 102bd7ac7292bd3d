import { Refusal, unknownId } from "../state/refusal.ts";
import type { ObjectType } from "../state/schema.ts";
import { isObject } from "../../core/json.ts";
import { keyField, objectBody, typeInPath } from "./rest-call.ts";
import type { Reply, RestCall } from "./rest-call.ts";
import { limitOf } from "../rules/automation.ts";
import { commit } from "../state/transaction.ts";
import type { Write, WriteResult } from "../state/transaction.ts";
import { createWrite, deleteWrite, knownId, updateWrite, upsertWrite, writeOrRefuse } from "../state/writes.ts";
import type { Input } from "../state/writes.ts";

const MOST_RECORDS = 200;
const MOST_CHUNKS = 10;

/** POST /composite/sobjects: up to 200 records per call, each with its own result. */
export function createMany(call: RestCall): Promise<Reply> {
  const toWrite = (input: Input) => createWrite(call, typeOf(call, input), input);
  return writeMany(call, toWrite, toCreateItem);
}

/** PATCH /composite/sobjects */
export function updateMany(call: RestCall): Promise<Reply> {
  return writeMany(call, (input) => updateOne(call, input), toCreateItem);
}

/** PATCH /composite/sobjects/T/FIELD */
export async function upsertMany(call: RestCall): Promise<Reply> {
  const type = typeInPath(call.org, call.path["type"] ?? "");
  const field = keyField(call, type, call.path["field"] ?? "");
  const seen = new Set<string>();
  const toWrite = (input: Input): Write => {
    const { [field.name]: value, ...others } = canonicalKey(type, input, field.name);
    if (field.type === "id" && (value ?? null) === null) return createWrite(call, type, others);
    if (typeof value !== "string" || value === "") throw new Refusal("MISSING_ARGUMENT", `${field.name} not specified`);
    const key = value.toLowerCase();
    // [U] whether the first of them is refused as well.
    if (seen.has(key))
      throw new Refusal("DUPLICATE_VALUE", `Duplicate external id specified: ${value}`, { fields: [field.name] });
    seen.add(key);
    return upsertWrite(call, { type, field, value }, others);
  };
  return writeMany(call, toWrite, (result) => ({ ...toCreateItem(result), created: result.created }));
}

/** DELETE /composite/sobjects?ids= */
export async function deleteMany(call: RestCall): Promise<Reply> {
  const ids = (call.params.get("ids") ?? "").split(",").filter((id) => id !== "");
  checkCount(ids.length);
  const writes = ids.map((id) => writeOrRefuse(() => deleteOne(call, id)));
  const results = await commit(call, writes, call.params.get("allOrNone") === "true");
  return { status: 200, body: results.map((result) => toItem(result, toCreateItem)) };
}

/** [U] the HTTP status when all were rolled back; the documents say 200. */
async function writeMany(
  call: RestCall,
  toWrite: (input: Input) => Write,
  toSuccess: (result: WriteResult) => object,
): Promise<Reply> {
  const { records, allOrNone } = objectBody(call);
  const inputs: unknown[] = Array.isArray(records) ? records : [];
  checkCount(inputs.length);
  checkChunks(inputs);
  const names = Map.groupBy(inputs, typeNameOf);
  const writes = inputs.map((input) =>
    writeOrRefuse(() => {
      const name = typeNameOf(input);
      const limit = limitOf(call.org, name, names.get(name)?.length ?? 0);
      if (limit !== undefined) throw limit;
      return toWrite(isObject(input) ? input : {});
    }),
  );
  const results = await commit(call, writes, allOrNone === true);
  return { status: 200, body: results.map((result) => toItem(result, toSuccess)) };
}

function checkCount(count: number): void {
  if (count === 0) throw new Refusal("REQUIRED_FIELD_MISSING", "At least 1 record is required");
  if (count > MOST_RECORDS)
    throw new Refusal(
      "EXCEEDED_ID_LIMIT",
      `record limit reached. cannot submit more than ${MOST_RECORDS} records into this call`,
    );
}

/** A chunk is a run of records of one type. [U] the code. */
function checkChunks(inputs: readonly unknown[]): void {
  const names = inputs.map(typeNameOf);
  const chunks = names.filter((name, index) => index === 0 || name !== names[index - 1]).length;
  if (chunks <= MOST_CHUNKS) return;
  throw new Refusal(
    "LIMIT_EXCEEDED",
    `Cannot have more than ${MOST_CHUNKS} chunks in a single operation. Please rearrange the data to reduce chunking.`,
  );
}

function updateOne(call: RestCall, input: Input): Write {
  const type = typeOf(call, input);
  const { Id: id, ...others } = canonicalKey(type, input, "Id");
  return updateWrite(call, { type, id: knownId(id), unknown: unknownId }, others);
}

function deleteOne(call: RestCall, given: string): Write {
  const id = knownId(given);
  const type = call.org.store.get(id)?.type;
  if (type === undefined) throw unknownId();
  return deleteWrite(call, { type, id, unknown: unknownId });
}

/** The input with one key in the field's spelling: jsforce writes `id`. */
function canonicalKey(type: ObjectType, input: Input, name: string): Input {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [type.field(key)?.name === name ? name : key, value]),
  );
}

function typeOf({ org }: RestCall, input: Input): ObjectType {
  const name = typeNameOf(input);
  const type = org.schema.type(name);
  if (type === undefined) throw new Refusal("INVALID_TYPE", `sObject type '${name}' is not supported.`);
  return type;
}

function typeNameOf(input: unknown): string {
  const attributes = isObject(input) ? input["attributes"] : undefined;
  return isObject(attributes) && typeof attributes["type"] === "string" ? attributes["type"] : "";
}

/** A failed item has no id. */
function toItem(result: WriteResult | Refusal, toSuccess: (result: WriteResult) => object): object {
  return result instanceof Refusal ? { success: false, errors: [result.toItemError()] } : toSuccess(result);
}

function toCreateItem({ id }: WriteResult): object {
  return { id, success: true, errors: [] };
}
