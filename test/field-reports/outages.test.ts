import { describe, expect, it } from "@jest/globals";
import type { AnyHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { isAcknowledged } from "../../tools/prove/simulation/delivery.ts";
import { readSamples, rewritten, toMessage } from "../../tools/prove/samples.ts";
import { fireUntil, settle, undisturbed as undisturbedCalls } from "../../tools/prove/simulation/simulation.ts";
import { everyHandler, openWholeLane } from "../harness/whole-lane.ts";
import { NOW } from "../harness/webhook.ts";

/** EVENTS=2000 npm test -- field-reports/outages: all handlers, with so many events each. */
const { EVENTS: GIVEN } = process.env;
const EVENTS = Number(GIVEN ?? 20);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Several events of one person are in a row. */
const EVENTS_OF_ONE = 2;

const named = everyHandler
  .map((handler) => [handlerName(handler), handler] as const)
  .filter(([name]) => GIVEN !== undefined || ["form-submitted", "email-reported"].includes(name));
const forSalesforce = named.filter(([, { uses }]) => uses.some((system) => system === "salesforce"));

/** Slack takes a message a second in a channel, and lets the others come again. */
const recoveryOf = ({ uses }: AnyHandler) => (uses.some((system) => system === "slack") ? 12 * HOUR : 20 * MINUTE);

type Lane = ReturnType<typeof openWholeLane>;

function openLane(handler: AnyHandler): Lane {
  return openWholeLane(NOW, { handlers: [handler], pausing: { pushConfigDelaySeconds: 180 } });
}

/** Lets so much time pass, with all that falls due in it. */
async function pass({ simulation }: Lane, milliseconds: number): Promise<void> {
  const until = simulation.clock.now() + milliseconds;
  await settle(simulation);
  await fireUntil(simulation, until);
  simulation.clock.moveTo(until);
}

/** Events of so many people, evenly over the time. */
async function send(
  lane: Lane,
  handler: AnyHandler,
  { count, during, from = 0 }: { count: number; during: number; from?: number },
) {
  const samples = readSamples(handler.eventType);
  const people = Math.ceil(count / EVENTS_OF_ONE);
  for (let place = from; place < from + count; place += 1) {
    const sample = samples[place % samples.length];
    if (sample === undefined) throw new Error(`${handler.eventType} has no sample`);
    const person = { email: `person-${place % people}@example.com`, id: `msg_${place}` };
    const message = toMessage(rewritten(sample.event, { ...person, at: lane.simulation.clock.now() }));
    await lane.publish(handler.eventType, [message]);
    await pass(lane, during / count);
  }
}

/** The ids of the events that are done, in the order in which each person's were. */
function doneByPerson({ simulation: { deliveries } }: Lane): Map<string, string[]> {
  const done = deliveries.filter(isAcknowledged).map(({ message: { attributes } }) => attributes);
  const byPerson = Map.groupBy(done, (attributes) => attributes["ce-subject"] ?? "");
  return new Map([...byPerson].map(([person, events]) => [person, events.map((event) => event["ce-id"] ?? "")]));
}

function expectEachInOrder(lane: Lane, count: number): void {
  const done = doneByPerson(lane);
  const sent = (ids: readonly string[]) => ids.toSorted((one, other) => Number(one.slice(4)) - Number(other.slice(4)));
  for (const ids of done.values()) expect(ids).toEqual(sent(ids));
  expect([...done.values()].flat()).toHaveLength(count);
}

/** What all systems hold, as two runs are compared. */
function endOf({ simulation: { systems } }: Lane): object {
  // Whose events come first when it is over is nobody's matter: each person's own order is looked at besides.
  const sorted = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).toSorted(byText);
  const held = systems.map((one) => [one.name, Object.entries(one.comparable(one.state(), () => false))] as const);
  return Object.fromEntries(
    held.map(([name, kinds]) => [name, Object.fromEntries(kinds.map(([kind, records]) => [kind, sorted(records)]))]),
  );
}

const byText = (one: string, other: string) => one.localeCompare(other);

async function undisturbed(handler: AnyHandler, plan: Parameters<typeof send>[2]): Promise<object> {
  const lane = openWholeLane(NOW, { handlers: [handler] });
  await send(lane, handler, plan);
  await pass(lane, recoveryOf(handler));
  return endOf(lane);
}

/** Pages: how often the keeper has found something paused that was not a moment ago. */
function pagesOf({ keeper }: Lane): number {
  const paused = keeper?.kept.map((seen) => Object.values(seen).some(({ state }) => state === "paused")) ?? [];
  return paused.filter((isPaused, index) => isPaused && paused[index - 1] !== true).length;
}

describe.each(named)("%s", (_, handler) => {
  it(`comes over 30 hours without its first system, with ${EVENTS} events arriving meanwhile`, async () => {
    const [system = ""] = handler.uses;
    const plan = { count: EVENTS, during: 30 * HOUR };
    const lane = openLane(handler);
    lane.simulation.intercept = (call, proceed) =>
      call.system === system ? Promise.resolve(new Response("down", { status: 503 })) : proceed();
    await send(lane, handler, plan);
    expect(lane.keeper?.isEveryRunning()).toBe(false);
    lane.simulation.intercept = undisturbedCalls;
    await pass(lane, recoveryOf(handler));
    expect(lane.simulation.deadLetters).toEqual([]);
    expectEachInOrder(lane, EVENTS);
    expect(endOf(lane)).toEqual(await undisturbed(handler, plan));
    expect([pagesOf(lane), lane.keeper?.isEveryRunning()]).toEqual([1, true]);
  });

  it("that a system refuses everything with a code nobody knows gives up five events at most, and waits for a person", async () => {
    const [system = ""] = handler.uses;
    const lane = openLane(handler);
    lane.simulation.intercept = (call, proceed) =>
      call.system === system && !call.operation.includes("/oauth2/")
        ? Promise.resolve(unknownRefusal(system))
        : proceed();
    await send(lane, handler, { count: 40, during: HOUR });
    await pass(lane, 24 * HOUR);
    expect(lane.simulation.deadLetters.length).toBeLessThanOrEqual(5);
    expect(lane.keeper?.kept.at(-1)).toMatchObject({ [handlerName(handler)]: { state: "paused", by: "refusals" } });
  });
});

describe.each(forSalesforce)("%s", (_, handler) => {
  it(`comes over 26 hours of a spent allowance, with ${EVENTS} events arriving meanwhile`, async () => {
    const plan = { count: EVENTS, during: 26 * HOUR };
    const lane = openLane(handler);
    const { salesforce, simulation } = lane;
    await spend(lane, 4850, 5000);
    const spendAgain = () => void spend(lane, 4850, 5000);
    simulation.clock.after(24 * HOUR + MINUTE, spendAgain);
    await send(lane, handler, plan);
    salesforce.configure({ dailyRequests: 1_000_000 });
    await pass(lane, recoveryOf(handler));
    expect(simulation.calls.filter(({ answer }) => answer === "403")).toEqual([]);
    expect(simulation.deadLetters).toEqual([]);
    expectEachInOrder(lane, EVENTS);
    expect(endOf(lane)).toEqual(await undisturbed(handler, plan));
  });

  it("gives up one poison message among healthy ones, and does not pause", async () => {
    const lane = openLane(handler);
    await send(lane, handler, { count: 5, during: HOUR });
    const poison = toMessage({
      ...readSamples(handler.eventType)[0]?.event,
      id: "poison",
      subject: "poison@example.com",
    } as never);
    await lane.publish(handler.eventType, [{ ...poison, data: Buffer.from("{}") }]);
    await send(lane, handler, { count: 20, during: HOUR, from: 5 });
    expect(lane.simulation.deadLetters).toHaveLength(1);
    expect(pagesOf(lane)).toBe(0);
  });
});

/** Others use up so many of the org's calls. */
async function spend({ salesforce }: Lane, count: number, max: number): Promise<void> {
  salesforce.configure({ dailyRequests: max });
  const authorization = `Bearer ${salesforce.openSession()}`;
  for (let call = 0; call < count; call += 1)
    await salesforce.fetch(
      new Request("https://salesforce.test/services/data/v67.0/limits", { headers: { authorization } }),
    );
}

function unknownRefusal(system: string): Response {
  const text = "This is new.";
  if (system === "slack") return Response.json({ ok: false, error: "quite_new" });
  return system === "salesforce"
    ? Response.json([{ errorCode: "QUITE_NEW", message: text }], { status: 400 })
    : Response.json({ meta: { error: text } }, { status: 418 });
}
