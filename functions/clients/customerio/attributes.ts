import { parseTime } from "../../runtime/define/time.ts";
import { exchange } from "../outgoing/exchange.ts";
import type { Caller, Line } from "../outgoing/exchange.ts";
import { asObject, asObjects, parseBody } from "../outgoing/json.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import { malformedAnswer, refusalError } from "./answers.ts";
import type { Subscription } from "./customer-io.ts";
import type { Pace } from "./pace.ts";

/** The account's App API, which can read what the Track API has written, some time later. */
export interface AppApi {
  readonly line: Line;
  readonly appUrl: string;
  /** Bearer authentication by the App API key. */
  readonly authorization: string;
  /** https://docs.customer.io/api/app/ allows ten calls a second. */
  readonly pace: Pace;
}

const OPERATION = "GET /v1/customers/{id}/attributes";

/** See CustomerIo.hasUnsubscribed. https://docs.customer.io/api/app/#operation/getPersonAttributes */
export async function readSubscription(app: AppApi, caller: Caller, email: string): Promise<Subscription> {
  await app.pace(caller.signal);
  const answer = await exchange(app.line, caller, {
    method: "GET",
    url: `${app.appUrl}/v1/customers/${encodeURIComponent(email)}/attributes?id_type=email`,
    operation: OPERATION,
    headers: { authorization: app.authorization },
  });
  const subscription = toSubscription(answer);
  const isError = subscription instanceof Error;
  logAnswer(caller.log, {
    system: app.line.system,
    operation: OPERATION,
    answer,
    reason: isError ? subscription.reason.code : undefined,
  });
  if (isError) throw subscription;
  return subscription;
}

function toSubscription({ status, body }: { status: number; body: string }) {
  const answered = asObject(parseBody(body));
  // Its own words for somebody it does not know; any other 404 is a wrong address.
  if (status === 404 && asObjects(answered?.["errors"]).length > 0) return { unsubscribed: false };
  const refusal = refusalError(status, OPERATION, "CUSTOMERIO_APP_URL and _APP_KEY");
  if (refusal !== undefined) return refusal;
  const customer = asObject(answered?.["customer"]);
  const unsubscribed = customer?.["unsubscribed"];
  if (typeof unsubscribed !== "boolean") return malformedAnswer(status, OPERATION);
  const at = parseTime(asObject(customer?.["timestamps"])?.["unsubscribed"]);
  return { unsubscribed, ...(at !== undefined && { at: new Date(at).toISOString() }) };
}
