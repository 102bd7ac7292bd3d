import type { DeliveryError } from "../../runtime/define/errors.ts";
import { jsonIn, type JsonObject, membersOf, objectsIn } from "../../runtime/objects.ts";
import { parseTime } from "../../runtime/reading/time.ts";
import { truthIn } from "../../runtime/reading/truth.ts";
import { type Caller, exchange, type Line, type Outgoing, type SystemAnswer } from "../outgoing/exchange.ts";
import { logAnswer } from "../outgoing/log-answer.ts";
import { malformedAnswer, refusalError } from "./answers.ts";
import type { Subscription } from "./customer-io.ts";

/** The account's App API, which can read, with some delay, what the Track API has written. */
export interface AppApi {
  readonly line: Line;
  readonly appUrl: string;
  /** Bearer authentication by the App API key. */
  readonly authorization: string;
}

type Request = Pick<Outgoing, "method" | "operation" | "body"> & { readonly path: string };

/** What it knows of one person. An unknown person has not unsubscribed. */
export async function readSubscription(app: AppApi, caller: Caller, email: string): Promise<Subscription> {
  const { subscription } = await readPerson(app, caller, email);
  return subscription ?? { unsubscribed: false };
}

/** Undefined for an unknown person. https://docs.customer.io/api/app/#operation/getPersonAttributes */
export function readPerson(
  app: AppApi,
  caller: Caller,
  email: string,
): Promise<{ readonly subscription?: Subscription }> {
  const request = {
    method: "GET",
    path: `/v1/customers/${encodeURIComponent(email)}/attributes?id_type=email`,
    operation: "GET /v1/customers/{id}/attributes",
  };
  return ask(app, caller, request, ({ status, body }) => {
    const answered = membersOf(jsonIn(body));
    // Its own text for an unknown person; any other 404 means a wrong address.
    if (status === 404 && objectsIn(answered["errors"]).length > 0) return {};
    const refusal = refusalOf(status, request.operation);
    if (refusal !== undefined) return refusal;
    const customer = membersOf(answered["customer"]);
    const unsubscribed = customer["unsubscribed"];
    if (typeof unsubscribed !== "boolean") return malformedAnswer(status, request.operation);
    return { subscription: subscriptionIn(customer, unsubscribed) };
  });
}

/**
 * The person may also have switched off the e-mail channel, which leaves `unsubscribed` as it is: what is later counts.
 * https://docs.customer.io/journeys/manage-subscription-preferences
 */
function subscriptionIn(customer: JsonObject, unsubscribed: boolean): Subscription {
  const [attributes, times] = [membersOf(customer["attributes"]), membersOf(customer["timestamps"])];
  const [said, switched] = [parseTime(times["unsubscribed"]), parseTime(times[PREFERENCES])];
  const preferences = attributes[PREFERENCES];
  const told = membersOf(typeof preferences === "string" ? jsonIn(preferences) : preferences);
  const channels = membersOf(told["channels"]);
  const isOff =
    truthIn(channels["email"]) === false && !(said !== undefined && switched !== undefined && said > switched);
  const at = isOff && !unsubscribed ? switched : said;
  return { unsubscribed: unsubscribed || isOff, ...(at !== undefined && { at: new Date(at).toISOString() }) };
}

/** Written as JSON in a text. */
const PREFERENCES = "cio_subscription_preferences";

/**
 * Of these people, those who have ever decided about e-mail: before that, these attributes are unset. Filters distinguish
 * set from unset, whatever a value's type. https://docs.customer.io/api/app/#operation/getPeopleFilter
 */
export function findDecided(app: AppApi, caller: Caller, emails: readonly string[]): Promise<ReadonlySet<string>> {
  const named = emails.map((value) => ({ attribute: { field: "email", operator: "eq", value } }));
  const decided = ["unsubscribed", PREFERENCES].map((field) => ({ attribute: { field, operator: "exists" } }));
  const request = {
    method: "POST",
    path: "/v1/customers",
    operation: "POST /v1/customers",
    body: JSON.stringify({ filter: { and: [{ or: decided }, { or: named }] } }),
  };
  return ask(app, caller, request, ({ status, body }) => {
    const refusal = refusalOf(status, request.operation);
    if (refusal !== undefined) return refusal;
    const identifiers = membersOf(jsonIn(body))["identifiers"];
    const found = objectsIn(identifiers).map(({ email }) => email);
    const isWhole = Array.isArray(identifiers) && found.length === identifiers.length;
    if (!isWhole || !found.every((email) => typeof email === "string"))
      return malformedAnswer(status, request.operation);
    return new Set(found.map((email) => email.toLowerCase()));
  });
}

/** Something that has happened in the workspace. */
export interface Activity {
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

export interface Pages {
  readonly activities: readonly Activity[];
  /** False if there are more. */
  readonly isWhole: boolean;
}

interface ActivityQuestion {
  readonly query: Readonly<Record<string, string>>;
  readonly mostPages: number;
  /** Resolves when the next page may be asked for. */
  turn(): Promise<void>;
}

/** Kept for thirty days, a hundred a page: https://docs.customer.io/integrations/api/app/tag/activities/listactivities/ */
export async function findActivities(
  app: AppApi,
  caller: Caller,
  { query, mostPages, turn }: ActivityQuestion,
): Promise<Pages> {
  const activities: Activity[] = [];
  let start = "";
  for (let pages = 0; pages < mostPages; pages += 1) {
    await turn();
    const parameters = new URLSearchParams({ ...query, limit: "100", ...(start !== "" && { start }) });
    const request = { method: "GET", path: `/v1/activities?${parameters.toString()}`, operation: "GET /v1/activities" };
    const page = await ask(app, caller, request, (answer) => readPage(answer, request.operation));
    activities.push(...page.activities);
    start = page.next;
    if (start === "") return { activities, isWhole: true };
  }
  return { activities, isWhole: false };
}

function readPage({ status, body }: SystemAnswer, operation: string) {
  const answered = membersOf(jsonIn(body));
  // Its own text for an unknown person, to whom nothing has happened.
  if (status === 404 && objectsIn(answered["errors"]).length > 0) return { activities: [], next: "" };
  const refusal = refusalOf(status, operation);
  if (refusal !== undefined) return refusal;
  const all = answered["activities"];
  if (!Array.isArray(all)) return malformedAnswer(status, operation);
  const activities = objectsIn(all).flatMap(({ id, timestamp }) =>
    typeof id === "string" && typeof timestamp === "number" ? [{ id, timestamp }] : [],
  );
  if (activities.length < all.length) return malformedAnswer(status, operation);
  const next = answered["next"];
  return { activities, next: typeof next === "string" ? next : "" };
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
  return refusalError(status, { operation, settings: "CUSTOMERIO_APP_URL and _APP_KEY", isQuestion: true });
}
