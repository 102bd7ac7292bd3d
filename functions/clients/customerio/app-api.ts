import type { DeliveryError } from "../../runtime/define/errors.ts";
import { parseTime } from "../../runtime/define/time.ts";
import { exchange } from "../outgoing/exchange.ts";
import type { Caller, Line, Outgoing, SystemAnswer } from "../outgoing/exchange.ts";
import { asObject, asObjects, parseBody } from "../outgoing/json.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import { malformedAnswer, refusalError } from "./answers.ts";
import type { Subscription } from "./customer-io.ts";

/** The account's App API, which can read what the Track API has written, some time later. */
export interface AppApi {
  readonly line: Line;
  readonly appUrl: string;
  /** Bearer authentication by the App API key. */
  readonly authorization: string;
}

type Request = Pick<Outgoing, "method" | "operation" | "body"> & { readonly path: string };

/** What it says of one person. Somebody unknown has not unsubscribed. https://docs.customer.io/api/app/#operation/getPersonAttributes */
export function readSubscription(app: AppApi, caller: Caller, email: string): Promise<Subscription> {
  const request = {
    method: "GET",
    path: `/v1/customers/${encodeURIComponent(email)}/attributes?id_type=email`,
    operation: "GET /v1/customers/{id}/attributes",
  };
  return ask(app, caller, request, ({ status, body }) => {
    const answered = asObject(parseBody(body));
    // Its own words for somebody it does not know; any other 404 is a wrong address.
    if (status === 404 && asObjects(answered?.["errors"]).length > 0) return { unsubscribed: false };
    const refusal = refusalOf(status, request.operation);
    if (refusal !== undefined) return refusal;
    const customer = asObject(answered?.["customer"]);
    const unsubscribed = customer?.["unsubscribed"];
    if (typeof unsubscribed !== "boolean") return malformedAnswer(status, request.operation);
    const at = parseTime(asObject(customer?.["timestamps"])?.["unsubscribed"]);
    return { unsubscribed, ...(at !== undefined && { at: new Date(at).toISOString() }) };
  });
}

/**
 * Those of the people of whom it has ever been said whether they want e-mail, either way: nobody's `unsubscribed` is set
 * before. Filters tell what is there from what is not, whatever a value's type. https://docs.customer.io/api/app/#operation/getPeopleFilter
 */
export function findDecided(app: AppApi, caller: Caller, emails: readonly string[]): Promise<ReadonlySet<string>> {
  const named = emails.map((value) => ({ attribute: { field: "email", operator: "eq", value } }));
  const decided = { attribute: { field: "unsubscribed", operator: "exists" } };
  const request = {
    method: "POST",
    path: "/v1/customers",
    operation: "POST /v1/customers",
    body: JSON.stringify({ filter: { and: [decided, { or: named }] } }),
  };
  return ask(app, caller, request, ({ status, body }) => {
    const refusal = refusalOf(status, request.operation);
    if (refusal !== undefined) return refusal;
    const identifiers = asObject(parseBody(body))?.["identifiers"];
    const found = asObjects(identifiers).map(({ email }) => email);
    const isWhole = Array.isArray(identifiers) && found.length === identifiers.length;
    if (!isWhole || !found.every((email) => typeof email === "string"))
      return malformedAnswer(status, request.operation);
    return new Set(found.map((email) => email.toLowerCase()));
  });
}

async function ask<Answer extends object>(
  { line, appUrl, authorization }: AppApi,
  caller: Caller,
  { path, ...request }: Request,
  read: (answer: SystemAnswer) => Answer | DeliveryError,
): Promise<Answer> {
  const headers = { authorization, ...(request.body !== undefined && { "content-type": "application/json" }) };
  const answer = await exchange(line, caller, { ...request, url: appUrl + path, headers });
  const result = read(answer);
  const error = result instanceof Error ? result : undefined;
  const { operation } = request;
  logAnswer(caller.log, { system: line.system, operation, answer, reason: error?.reason.code });
  if (result instanceof Error) throw result;
  return result;
}

function refusalOf(status: number, operation: string): DeliveryError | undefined {
  return refusalError(status, operation, "CUSTOMERIO_APP_URL and _APP_KEY");
}
