import { PermanentError, UnavailableError, UnexpectedRefusalError } from "../../runtime/define/errors.ts";
import type { DeliveryError, Reason } from "../../runtime/define/errors.ts";
import { exchange } from "../outgoing/exchange.ts";
import type { Caller, Line, SystemAnswer } from "../outgoing/exchange.ts";
import { asObject, parseBody } from "../outgoing/json.ts";
import { logAnswer } from "../outgoing/log-answer.ts";

/** The account at customer.io that an instance writes to. */
export interface Workspace {
  readonly line: Line;
  readonly trackUrl: string;
  /** Basic authentication of site id and API key. */
  readonly authorization: string;
}

export interface TrackRequest {
  readonly method: "PUT" | "POST";
  readonly path: string;
  /** As logs and reasons name it, ids left out. */
  readonly operation: string;
  readonly body: object;
}

/**
 * One call of the Track API, https://docs.customer.io/api/track/, on plain fetch: customerio-node takes no fetch, and
 * repeats a POST three times by itself, within one delivery and beyond its deadline.
 */
export async function track(
  workspace: Workspace,
  caller: Caller,
  { method, path, operation, body }: TrackRequest,
): Promise<void> {
  const { line, trackUrl, authorization } = workspace;
  const answer = await exchange(line, caller, {
    method,
    url: trackUrl + path,
    operation,
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const error = answerError(answer, operation);
  logAnswer(caller.log, { system: line.system, operation, answer, reason: error?.reason.code });
  if (error !== undefined) throw error;
}

/** Its errors have texts and no codes, so that the status is all there is to tell them by. */
function answerError({ status, body }: SystemAnswer, operation: string): DeliveryError | undefined {
  if (status === 200) return isTaken(body) ? undefined : malformedAnswer(status, operation);
  const reason: Reason = { code: `HTTP_${status}`, system: "customerio", operation, status };
  const message = `customerio refused ${operation} with HTTP ${status}`;
  if (status === 400 || status === 413 || status === 422) return new PermanentError(message, reason);
  const isForAll = status < 400 || [401, 403, 404, 405].includes(status);
  if (isForAll) return new UnavailableError(`${message}: check CUSTOMERIO_TRACK_URL, _SITE_ID and _API_KEY`, reason);
  return status === 408 || status === 429 || status >= 500
    ? new UnavailableError(message, reason)
    : new UnexpectedRefusalError(message, reason);
}

/** An empty object; whatever else it may come to hold, not what a refusal does. */
function isTaken(body: string): boolean {
  const answered = asObject(parseBody(body));
  return answered !== undefined && !("errors" in answered) && !("meta" in answered);
}

function malformedAnswer(status: number, operation: string): UnavailableError {
  const message = `customerio answered ${operation} with HTTP ${status} and a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "customerio", operation, status });
}
