import type { DeliveryError } from "../../runtime/define/errors.ts";
import { isObject, jsonIn } from "../../runtime/objects.ts";
import { type Caller, exchange, type Line, type SystemAnswer } from "../outgoing/exchange.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import { logWrite } from "../outgoing/log-write.ts";
import { malformedAnswer, refusalError } from "./answers.ts";

/** The account at customer.io that an instance writes to. */
export interface Workspace {
  readonly line: Line;
  readonly trackUrl: string;
  /** Basic authentication of site id and API key. */
  readonly authorization: string;
}

export interface TrackRequest {
  readonly method: "GET" | "PUT" | "POST";
  readonly path: string;
  /** The operation, without ids, for logs and reasons. */
  readonly operation: string;
  readonly body?: object;
  /** The part of the body that the handler has given; all of it where left out. */
  readonly fields?: object;
  /** An event's id and name; a person's id is their e-mail, which is never logged. */
  readonly record?: string;
  /** The person that it is about. Left out: it is not noted for the sweep. */
  readonly key?: string;
}

/**
 * One call of the Track API, https://docs.customer.io/api/track/, on plain fetch: customerio-node takes no fetch, and
 * repeats a POST three times by itself, within one delivery and beyond its deadline.
 */
export async function track(
  workspace: Workspace,
  caller: Caller,
  { method, path, operation, body, fields = body, record, key }: TrackRequest,
): Promise<void> {
  const { line, trackUrl, authorization } = workspace;
  const answer = await exchange(line, caller, {
    method,
    url: trackUrl + path,
    operation,
    headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: JSON.stringify(body),
  });
  const error = answerError(answer, operation);
  logAnswer(caller.log, { system: line.system, operation, answer, reason: error?.reason.code });
  if (error !== undefined) throw error;
  // A probe writes nothing.
  if (fields === undefined) return;
  if (key !== undefined) {
    const write = { method, path, operation, body };
    caller.onWrite?.({ system: line.system, key, isFindable: record !== undefined, write });
  }
  logWrite(caller.log, { system: line.system, operation, ...(record !== undefined && { records: [record] }), fields });
}

function answerError({ status, body }: SystemAnswer, operation: string): DeliveryError | undefined {
  const refusal = refusalError(status, { operation, settings: "CUSTOMERIO_TRACK_URL, _SITE_ID and _API_KEY" });
  return refusal ?? (isTaken(body) ? undefined : malformedAnswer(status, operation));
}

/** An empty object, or one with any members except those of a refusal. */
function isTaken(body: string): boolean {
  const answered = jsonIn(body);
  return isObject(answered) && !("errors" in answered) && !("meta" in answered);
}
