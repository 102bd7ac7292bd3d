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

/** What of which record is to become what. */
export interface Change {
  readonly type: string;
  readonly id: string;
  readonly fields: FieldValues;
}

const OPERATION = "PATCH /composite/sobjects";

/** An org's automation works at each of the 200 records. */
const CALL_TIMEOUT_MS = 30_000;

export interface RefusedChange {
  readonly change: Change;
  readonly refusal: OrgRefusal;
}

/**
 * Makes all of these changes: 200 in a call, each of which is done or refused by itself.
 * @returns the changes that were refused.
 * @throws DeliveryError where a whole call is refused or not answered; what came before it is done.
 */
export async function updateAll(org: Org, caller: Caller, changes: readonly Change[]): Promise<RefusedChange[]> {
  const patient = { ...org, line: { ...org.line, callTimeoutMs: CALL_TIMEOUT_MS } };
  const refused: RefusedChange[] = [];
  // One call after another: records of one Account lock each other out.
  for (const chunk of inChunks(changes)) {
    const records = chunk.map(({ type, id, fields }) => ({ attributes: { type }, id, ...fields }));
    const body = { allOrNone: false, records };
    const answer = await request(patient, caller, {
      method: "PATCH",
      path: "/composite/sobjects",
      operation: OPERATION,
      body,
    });
    if (answer.refusal !== undefined) throw refusalError(answer.refusal);
    refused.push(...readItems(answer.body, answer.status, chunk));
  }
  return refused;
}

function readItems(body: unknown, status: number, changes: readonly Change[]): RefusedChange[] {
  const items = asObjects(body);
  const isOf = ({ success, id }: JsonObject | undefined = {}, change: Change) =>
    success === false || (success === true && typeof id === "string" && isSameId(id, change.id));
  if (items.length !== changes.length || !changes.every((change, index) => isOf(items[index], change)))
    throw malformedAnswer(OPERATION, status);
  return changes.flatMap((change, index) => {
    const { success, errors } = items[index] ?? {};
    return success === true ? [] : [{ change, refusal: readRefusal({ status, operation: OPERATION, data: errors }) }];
  });
}
