import { describe, expect, it, jest } from "@jest/globals";
import {
  type AnyHandler,
  type BatchHandler,
  isBatchHandler,
  priorityOf,
} from "../../functions/runtime/define/batch-handler.ts";
import { type Handler, handlerName } from "../../functions/runtime/define/handler.ts";
import { allowanceSettings, percentOf, readThresholds } from "../../functions/runtime/outage/allowance.ts";
import type { Message } from "../../functions/runtime/pubsub/message.ts";
import { readSettings } from "../../functions/runtime/settings.ts";
import { readSamples, rewritten, toMessage } from "../../tools/prove/events/samples.ts";
import { type Intercept, undisturbed as undisturbedCalls } from "../../tools/prove/simulation/simulation.ts";
import { everyHandler } from "../harness/whole-lane.ts";
import {
  deploy,
  down,
  endOf,
  expectEachInOrder,
  filteredAt,
  HOUR,
  type Lane,
  MINUTE,
  openLane,
  pagesOf,
  pass,
  readOnly,
  refusing,
  refusingOne,
  send,
  slowAt,
  spend,
  undisturbed,
} from "./outage-lane.ts";

/** EVENTS=2000 npm test -- field-reports/outages, as each night: all handlers, with so many events each, five minutes of CPU. */
const { EVENTS: GIVEN } = process.env;
const EVENTS = Number(GIVEN ?? 20);
if (GIVEN !== undefined) jest.setTimeout(3_600_000);

const named = everyHandler
  .map((handler) => [handlerName(handler), handler] as const)
  .filter(([name]) => GIVEN !== undefined || ["form-submitted", "email-reported"].includes(name));
const forSalesforce = named.filter(([, { uses }]) => uses.some((system) => system === "salesforce"));

/** When all that waited is to be done. Slack takes 48 messages a minute, and some wait ten minutes for their next attempt. */
function recoveryOf({ uses }: AnyHandler): number {
  const isPosting = uses.some((system) => system === "slack");
  return 20 * MINUTE + (isPosting ? (EVENTS / 48) * MINUTE : 0);
}

const POISON = "poison@example.com";

/** The same handler, with a mistake that one event meets. */
function stumbling(handler: AnyHandler): AnyHandler {
  const stumble = ({ subject }: { readonly subject: string }) => {
    if (subject === POISON) throw new TypeError("a mistake");
  };
  if (!isBatchHandler(handler))
    return {
      ...handler,
      run: async (...given: Parameters<Handler["run"]>) => (stumble(given[0]), handler.run(...given)),
    };
  const run: BatchHandler["run"] = (events, context) => {
    for (const event of events) stumble(event);
    return handler.run(events, context);
  };
  return { ...handler, run };
}

function poisonOf({ eventType }: AnyHandler, at: number): Message {
  const [sample] = readSamples(eventType);
  if (sample === undefined) throw new Error(`${eventType} has no sample`);
  return toMessage(rewritten(sample.event, { email: POISON, id: "poison", at }));
}

const isRunning = ({ keeper }: Lane) => keeper?.isEveryRunning();

async function expectItComesOver30Hours(handler: AnyHandler, count: number): Promise<void> {
  const plan = { count, during: 30 * HOUR };
  const lane = openLane(handler);
  lane.simulation.intercept = down(handler.uses[0] ?? "");
  await send(lane, handler, plan);
  expect(isRunning(lane)).toBe(false);
  lane.simulation.intercept = undisturbedCalls;
  await pass(lane, recoveryOf(handler));
  expect(lane.simulation.deadLetters).toEqual([]);
  expectEachInOrder(lane, count);
  expect(endOf(lane)).toEqual(await undisturbed(handler, plan, recoveryOf(handler)));
  expect([pagesOf(lane), isRunning(lane)]).toEqual([1, true]);
}

describe.each(named)("%s", (_, handler) => {
  const [system = ""] = handler.uses;

  it(`comes over 30 hours without its first system, with ${EVENTS} events arriving meanwhile`, () =>
    expectItComesOver30Hours(handler, EVENTS));

  it("that a system refuses everything with a code nobody knows gives up five events at most, and waits for a person", async () => {
    const lane = openLane(handler);
    lane.simulation.intercept = refusing(system);
    await send(lane, handler, { count: Math.max(40, EVENTS), during: HOUR });
    await pass(lane, 24 * HOUR);
    expect(lane.simulation.deadLetters.length).toBeLessThanOrEqual(5);
    expect(lane.keeper?.kept.at(-1)).toMatchObject({ [handlerName(handler)]: { state: "paused", by: "refusals" } });
    expect(pagesOf(lane)).toBe(1);
  });

  it("is paused again after each deployment while its system is out, and loses nothing", async () => {
    const lane = openLane(handler);
    lane.simulation.intercept = down(system);
    for (let from = 0; from < 20; from += 5) {
      await send(lane, handler, { count: 5, during: HOUR, from, people: 10 });
      deploy(lane, handler);
    }
    await pass(lane, 30 * MINUTE);
    expect(isRunning(lane)).toBe(false);
    lane.simulation.intercept = undisturbedCalls;
    await pass(lane, 20 * MINUTE);
    expect(lane.simulation.deadLetters).toEqual([]);
    expectEachInOrder(lane, 20);
    expect(isRunning(lane)).toBe(true);
  });

  it.each<[string, object, Intercept]>([
    ["its schema refuses", { data: Buffer.from("{}") }, undisturbedCalls],
    ["its system refuses for ever", {}, refusingOne(POISON, "permanent")],
    ["its system refuses with a code nobody knows", {}, refusingOne(POISON, "unknown")],
    ["it stumbles over itself", {}, undisturbedCalls],
  ])("gives up one poison message that %s among healthy ones, and does not pause", async (what, change, intercept) => {
    const lane = openLane(what.startsWith("it stumbles") ? stumbling(handler) : handler);
    lane.simulation.intercept = intercept;
    await send(lane, handler, { count: 5, during: HOUR });
    await lane.publish(handler.eventType, [{ ...poisonOf(handler, lane.simulation.clock.now()), ...change }]);
    await send(lane, handler, { count: 20, during: HOUR, from: 5 });
    expect(lane.simulation.deadLetters.map(({ attributes }) => attributes["ce-id"])).toEqual(["poison"]);
    expect(pagesOf(lane)).toBe(0);
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
    expect(endOf(lane)).toEqual(await undisturbed(handler, plan, recoveryOf(handler)));
    expect([pagesOf(lane), isRunning(lane)]).toEqual([1, true]);
  });

  it.each([
    [2, true],
    [20, false],
  ])(
    "of whose events %d wait goes on between its two percents where what is left covers them: %s",
    async (count, goesOn) => {
      const { stop, resume } = readThresholds(readSettings(allowanceSettings, {}))[priorityOf(handler)];
      const lane = openLane(handler);
      await spend(lane, 4850, 5000);
      // The answers to the first one tell what is used.
      await send(lane, handler, { count: count + 1, during: HOUR });
      expect([lane.done().length, isRunning(lane)]).toEqual([1, false]);
      lane.salesforce.configure({ dailyRequests: Math.round(4850 / ((stop + resume) / 200)) });
      await pass(lane, 30 * MINUTE);
      expect([lane.done().length, isRunning(lane)]).toEqual(goesOn ? [count + 1, true] : [1, false]);
      const [usage] = Object.values(lane.salesforce.allowance());
      expect(percentOf(usage ?? { used: 1, max: 1 })).toBeLessThan(stop);
      expect(lane.simulation.deadLetters).toEqual([]);
    },
  );

  it("comes over two days in which the org reads and takes no write", async () => {
    const plan = { count: 20, during: 48 * HOUR };
    const lane = openLane(handler);
    lane.simulation.intercept = readOnly("salesforce");
    await send(lane, handler, plan);
    lane.simulation.intercept = undisturbedCalls;
    await pass(lane, 90 * MINUTE);
    expect(lane.simulation.deadLetters).toEqual([]);
    expectEachInOrder(lane, 20);
    expect(endOf(lane)).toEqual(await undisturbed(handler, plan, HOUR));
  });
});

it.each(["salesforce", "customerio"])(
  "gives up the one person at whom %s crashes, and pages nobody",
  async (system) => {
    const [, handler] = named.find(([name]) => name === "form-submitted") ?? [];
    if (handler === undefined) throw new Error("there is no such handler");
    const lane = openLane(handler);
    const crash = refusingOne(POISON, "crash");
    lane.simulation.intercept = (call, proceed) => (call.system === system ? crash(call, proceed) : proceed());
    await lane.publish(handler.eventType, [poisonOf(handler, lane.simulation.clock.now())]);
    await send(lane, handler, { count: 40, during: 20 * HOUR });
    expect(lane.simulation.deadLetters.map(({ attributes }) => attributes["ce-id"])).toEqual(["poison"]);
    expect([pagesOf(lane), lane.done().length]).toEqual([0, 41]);
  },
);

it.each<[string, Intercept]>([
  ["record is so slow that nobody waits for it", slowAt(POISON)],
  ["text a filter takes for an attack", filteredAt(POISON)],
])("gives up the one person whose %s, and holds nobody back", async (_, intercept) => {
  const [, handler] = named.find(([name]) => name === "form-submitted") ?? [];
  if (handler === undefined) throw new Error("there is no such handler");
  const lane = openLane(handler);
  lane.simulation.intercept = intercept;
  await lane.publish(handler.eventType, [poisonOf(handler, lane.simulation.clock.now())]);
  await send(lane, handler, { count: 10, during: 20 * HOUR });
  expect(lane.simulation.deadLetters.map(({ attributes }) => attributes["ce-id"])).toEqual(["poison"]);
  expect([pagesOf(lane), lane.done().length]).toEqual([0, 11]);
});

it("comes over 30 hours with 500 events, of the handler of which they take the least time", async () => {
  const handler = everyHandler.find((one) => handlerName(one) === "contact-unsubscribed");
  if (handler === undefined) throw new Error("there is no such handler");
  await expectItComesOver30Hours(handler, 500);
});

it("keeps the order of one person of whom a day's events wait", async () => {
  const [, handler] = named.find(([name]) => name === "form-submitted") ?? [];
  if (handler === undefined) throw new Error("there is no such handler");
  const count = GIVEN === undefined ? 50 : 5000;
  const lane = openLane(handler);
  lane.simulation.intercept = down("salesforce");
  await send(lane, handler, { count, during: 24 * HOUR, people: 1 });
  lane.simulation.intercept = undisturbedCalls;
  await pass(lane, 20 * MINUTE);
  expect(lane.simulation.deadLetters).toEqual([]);
  expectEachInOrder(lane, count);
});
