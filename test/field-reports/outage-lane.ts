import { expect } from "@jest/globals";
import { type AnyHandler, isBatchHandler, isOrdered } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { endpointOf, subscriptionPath } from "../../local/runner/functions/topics.ts";
import { readSamples, rewritten, toMessage } from "../../tools/prove/events/samples.ts";
import { fireUntil, type Intercept, settle } from "../../tools/prove/simulation/simulation.ts";
import { openWholeLane } from "../harness/whole-lane.ts";
import { NOW } from "../harness/webhook.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** How long Google may take until a pause or its end holds. */
const HOLDS_SECONDS = 180;
/** Several events of one person are in a row. */
const EVENTS_OF_ONE = 2;

export type Lane = ReturnType<typeof openLane>;

/** A handler's subscription, which it pauses, and a keeper who is called every minute. */
export function openLane(handler: AnyHandler, isPausing = true) {
  const pausing = isPausing ? { pausing: { pushConfigDelaySeconds: HOLDS_SECONDS } } : {};
  return { ...openWholeLane(NOW, { handlers: [handler], ...pausing }), isOrdered: isOrdered(handler) };
}

/** Lets so much time pass, with all that falls due in it. */
export async function pass({ simulation }: Lane, milliseconds: number): Promise<void> {
  const until = simulation.clock.now() + milliseconds;
  await settle(simulation);
  await fireUntil(simulation, until);
  simulation.clock.moveTo(until);
}

export interface Plan {
  readonly count: number;
  readonly during: number;
  readonly from?: number;
  /** Of how many people: half as many as events where left out. */
  readonly people?: number;
}

/** Events of so many people, evenly over the time. */
export async function send(lane: Lane, handler: AnyHandler, { count, during, from = 0, people }: Plan): Promise<void> {
  const samples = readSamples(handler.eventType);
  const all = people ?? Math.ceil(count / EVENTS_OF_ONE);
  for (let place = from; place < from + count; place += 1) {
    const sample = samples[place % samples.length];
    if (sample === undefined) throw new Error(`${handler.eventType} has no sample`);
    const person = { email: `person-${place % all}@example.com`, id: `msg_${place}` };
    const message = toMessage(rewritten(sample.event, { ...person, at: lane.simulation.clock.now() }));
    await lane.publish(handler.eventType, [message]);
    await pass(lane, during / count);
  }
}

/** The ids of the events that are done, in the order in which each person's were. */
function doneByPerson(lane: Lane): Map<string, string[]> {
  const byPerson = Map.groupBy(lane.done(), (attributes) => attributes["ce-subject"] ?? "");
  return new Map([...byPerson].map(([person, events]) => [person, events.map((event) => event["ce-id"] ?? "")]));
}

export function expectEachInOrder(lane: Lane, count: number): void {
  const done = doneByPerson(lane);
  const sent = (ids: readonly string[]) => ids.toSorted((one, other) => Number(one.slice(4)) - Number(other.slice(4)));
  // A batch's are in no order.
  if (lane.isOrdered) for (const ids of done.values()) expect(ids).toEqual(sent(ids));
  expect([...done.values()].flat()).toHaveLength(count);
}

/** What all systems hold, as two runs are compared. */
export function endOf({ simulation: { systems } }: Lane): object {
  // Whose events come first when it is over is nobody's matter: each person's own order is looked at besides.
  const sorted = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).toSorted(byText);
  const held = systems.map((one) => [one.name, Object.entries(one.comparable(one.state(), () => false))] as const);
  return Object.fromEntries(
    held.map(([name, kinds]) => [name, Object.fromEntries(kinds.map(([kind, records]) => [kind, sorted(records)]))]),
  );
}

const byText = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** The same events, and nothing in their way. */
export async function undisturbed(handler: AnyHandler, plan: Plan, recovery: number): Promise<object> {
  const lane = openLane(handler, false);
  await send(lane, handler, plan);
  await pass(lane, recovery);
  return endOf(lane);
}

/** The alert looks at so many minutes: terraform/alerts.tf. */
const ALERT_MINUTES = 5;

/** How often somebody is paged: something is paused, and was not in the minutes before. */
export function pagesOf({ keeper }: Lane): number {
  const paused = keeper?.kept.map((seen) => Object.values(seen).some(({ state }) => state === "paused")) ?? [];
  return paused.filter((is, minute) => is && !paused.slice(Math.max(0, minute - ALERT_MINUTES), minute).includes(true))
    .length;
}

/** Others use up so many of the org's calls. */
export async function spend({ salesforce }: Lane, count: number, max: number): Promise<void> {
  salesforce.configure({ dailyRequests: max });
  const authorization = `Bearer ${salesforce.openSession()}`;
  for (let call = 0; call < count; call += 1)
    await salesforce.fetch(
      new Request("https://salesforce.test/services/data/v67.0/limits", { headers: { authorization } }),
    );
}

export const down =
  (system: string): Intercept =>
  (call, proceed) =>
    call.system === system ? Promise.resolve(new Response("down", { status: 503 })) : proceed();

/** It reads, and takes no write. */
export const readOnly =
  (system: string): Intercept =>
  (call, proceed) =>
    call.system === system && !/^GET |^POST \/(composite|services\/oauth2\/token)( |$)/.test(call.operation)
      ? Promise.resolve(new Response("down", { status: 503 }))
      : proceed();

/** It refuses whatever is asked with a code that is in no table. */
export const refusing =
  (system: string): Intercept =>
  (call, proceed) =>
    call.system === system && !call.operation.includes("/oauth2/")
      ? Promise.resolve(REFUSALS.unknown(system))
      : proceed();

/** Every system refuses what is about that person. */
export const refusingOne =
  (person: string, kind: keyof typeof REFUSALS): Intercept =>
  (call, proceed) =>
    // Queries within a body are encoded as in an address.
    `${call.url.href}${call.requestBody}`.replaceAll("%40", "@").includes(person)
      ? Promise.resolve(REFUSALS[kind](call.system))
      : proceed();

/** At a new record of that person's a trigger of the org's takes longer than anybody waits. */
export const slowAt =
  (person: string): Intercept =>
  ({ operation, requestBody }, proceed) =>
    operation === "POST /sobjects/Lead" && requestBody.includes(person) ? new Promise(() => {}) : proceed();

/** A filter before the system takes what that person has written for an attack. */
export const filteredAt =
  (person: string): Intercept =>
  ({ system, url }, proceed) =>
    system === "customerio" && decodeURIComponent(url.pathname).includes(person)
      ? Promise.resolve(new Response("<html>Request blocked.</html>", { status: 403 }))
      : proceed();

const REFUSALS = {
  crash: (_system: string) =>
    Response.json([{ errorCode: "UNKNOWN_EXCEPTION", message: "Please include this ErrorId: 1-2 (-3)" }], {
      status: 500,
    }),
  unknown: (system: string) => refusal(system, ["QUITE_NEW", "quite_new", 418]),
  permanent: (system: string) => refusal(system, ["CIRCULAR_DEPENDENCY", "msg_too_long", 422]),
};

function refusal(system: string, [salesforce, slack, customerio]: readonly [string, string, number]): Response {
  const text = "This is refused.";
  if (system === "slack") return Response.json({ ok: false, error: slack });
  return system === "salesforce"
    ? Response.json([{ errorCode: salesforce, message: text }], { status: 400 })
    : Response.json({ meta: { error: text } }, { status: customerio });
}

/** Terraform's apply: what is declared stands in the subscription again, without labels of ours. */
export function deploy({ broker, simulation }: Lane, handler: AnyHandler): void {
  const name = subscriptionPath(handlerName(handler));
  const pushConfig = isBatchHandler(handler) ? {} : { pushEndpoint: endpointOf(handlerName(handler)) };
  broker.updateSubscription(name, { pushConfig, labels: {} }, ["pushConfig", "labels"]);
  simulation.activity += 1;
}
