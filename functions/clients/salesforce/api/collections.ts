import type { Caller } from "../../outgoing/exchange.ts";
import { asObjects } from "../../outgoing/json.ts";
import type { JsonObject } from "../../outgoing/json.ts";
import { isSameId } from "./ids.ts";
import { malformedAnswer, readRefusal, refusalError } from "./refusals.ts";
import type { OrgRefusal } from "./refusals.ts";
import { request } from "./rest.ts";
import type { Org } from "./rest.ts";
import type { FieldValues } from "../salesforce.ts";
import { inChunks } from "./soql.ts";

/** Which record of which object. */
export interface RecordName {
  readonly type: string;
  readonly id: string;
}

const OPERATION = "PATCH /composite/sobjects";

/** An org's automation works at each of the 200 records. */
const CALL_TIMEOUT_MS = 30_000;

/**
 * Gives all of these records the same values: 200 in a call, each of which is done or refused by itself.
 * @returns the refusals of single records.
 * @throws DeliveryError where a whole call is refused or not answered; what came before it is done.
 */
export async function updateAll(
  org: Org,
  caller: Caller,
  names: readonly RecordName[],
  fields: FieldValues,
): Promise<OrgRefusal[]> {
  const patient = { ...org, line: { ...org.line, callTimeoutMs: CALL_TIMEOUT_MS } };
  const refusals: OrgRefusal[] = [];
  // One call after another: records of one Account lock each other out.
  for (const chunk of inChunks(names)) {
    const records = chunk.map(({ type, id }) => ({ attributes: { type }, id, ...fields }));
    const body = { allOrNone: false, records };
    const answer = await request(patient, caller, {
      method: "PATCH",
      path: "/composite/sobjects",
      operation: OPERATION,
      body,
    });
    if (answer.refusal !== undefined) throw refusalError(answer.refusal);
    refusals.push(...readItems(answer.body, answer.status, chunk));
  }
  return refusals;
}

function readItems(body: unknown, status: number, names: readonly RecordName[]): OrgRefusal[] {
  const items = asObjects(body);
  const isOf = ({ success, id }: JsonObject, name: RecordName | undefined) =>
    success === false || (success === true && typeof id === "string" && isSameId(id, name?.id ?? ""));
  if (items.length !== names.length || !items.every((item, index) => isOf(item, names[index])))
    throw malformedAnswer(OPERATION, status);
  return items
    .filter(({ success }) => success === false)
    .map(({ errors }) => readRefusal({ status, operation: OPERATION, data: errors }));
}
