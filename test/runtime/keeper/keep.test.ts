import { describe, expect, it } from "@jest/globals";
import { keep, type Probe } from "../../../functions/runtime/keeper/keep.ts";
import { readHandlers } from "../../../functions/runtime/keeper/handlers.ts";
import { pausedLabels, type Pause } from "../../../functions/runtime/outage/labels.ts";
import type { Subscriptions } from "../../../functions/runtime/pubsub/subscriptions.ts";
import { subscriptionsOf } from "../../harness/broker-subscriptions.ts";
import { captureLog } from "../../harness/captured-log.ts";
import { PUSH, SUBSCRIPTION, virtualBroker } from "../../local/pubsub/virtual-broker.ts";

const MINUTE_MS = 60_000;

/** A handler that was paused a minute ago, until now. */
function paused({ pause = {}, probe = () => Promise.resolve(undefined), isPushed = true, backlog }: Given = {}) {
  const { broker, clock, subscribe } = virtualBroker();
  subscribe(isPushed ? PUSH : {});
  const now = clock.now();
  const base: Pause = { by: "outage", why: "x", system: "salesforce", since: now - MINUTE_MS, until: now, times: 1 };
  const labels = { team: "a", ...pausedLabels({}, { ...base, ...pause }) };
  broker.updateSubscription(SUBSCRIPTION, { pushConfig: {}, labels }, ["pushConfig", "labels"]);
  const { log, lines } = captureLog();
  const push = isPushed ? PUSH.pushConfig : undefined;
  const handler = {
    name: "form-submitted",
    subscription: SUBSCRIPTION,
    push,
    systems: ["salesforce"],
    priority: "live",
    dailyCalls: { salesforce: 8 },
  } as const;
  const thresholds = { live: { stop: 97, resume: 95 }, batch: { stop: 90, resume: 85 } };
  const context = {
    handlers: [handler],
    subscriptions: subscriptionsOf(broker),
    probes: new Map([["salesforce", probe]]),
    thresholds,
    clock,
    log,
    ...(backlog && { backlog: { share: 0.5, count: () => Promise.resolve(new Map(Object.entries(backlog))) } }),
  };
  const state = () => broker.getSubscription(SUBSCRIPTION);
  return { context, state, isRunning: () => state().pushConfig !== undefined, clock, lines, broker };
}

interface Given {
  readonly pause?: Partial<Pause>;
  readonly probe?: Probe;
  readonly isPushed?: boolean;
  readonly backlog?: Readonly<Record<string, number>>;
}

const down: Probe = () => Promise.reject(new Error("down"));
const usage =
  (used: number): Probe =>
  () =>
    Promise.resolve({ used, max: 100 });
/** Of a thousand calls: 970 is where a live handler pauses, 950 where it goes on. */
const spent: Given = { pause: { by: "allowance" } };
const thousand =
  (used: number): Probe =>
  () =>
    Promise.resolve({ used, max: 1000 });
const LATER = Date.parse("2030-01-01T00:00:00Z");
const patchFails = () => Promise.reject(Object.assign(new Error("no"), { code: "HTTP_403" }));

describe("keep", () => {
  it.each<[string, Given, boolean]>([
    ["an outage that is over", {}, true],
    ["an outage that is not", { probe: down }, false],
    ["an outage whose wait is not over", { pause: { until: LATER } }, false],
    ["a system that it does not know", { pause: { system: "other" } }, true],
    ["an outage that is over, while the day's calls run short", { probe: usage(97) }, false],
    ["an outage that is over, with calls left until it would pause", { probe: usage(96) }, true],
    ["a spent allowance of which enough has come back", { pause: { by: "allowance" }, probe: usage(94) }, true],
    ["a spent allowance", { pause: { by: "allowance" }, probe: usage(95) }, false],
    ["a system that refuses everything", { pause: { by: "refusals" } }, false],
    ["a person, until now", { pause: { by: "person" }, probe: down }, true],
    ["a person, until later", { pause: { by: "person", until: LATER } }, false],
  ])("sees to a handler that was paused for %s", async (_, given, isResumed) => {
    const { context, isRunning } = paused(given);
    const kept = await keep(context);
    expect(isRunning()).toBe(isResumed);
    expect(kept["form-submitted"]).toMatchObject({ state: isResumed ? "running" : "paused" });
  });

  it.each<[string, Given, boolean]>([
    ["of 8 calls left a half covers nothing", { probe: thousand(962), backlog: { "form-submitted": 0 } }, false],
    ["of 16 calls left a half covers one event", { probe: thousand(954), backlog: { "form-submitted": 1 } }, true],
    ["and one that may come", { probe: thousand(954), backlog: { "form-submitted": 0 } }, true],
    ["but not two", { probe: thousand(954), backlog: { "form-submitted": 2 } }, false],
    ["nor what nobody has counted", { probe: thousand(954), backlog: {} }, false],
    ["nor above what handlers pause at", { probe: thousand(970), backlog: { "form-submitted": 0 } }, false],
    ["and nothing is looked at where that is off", { probe: thousand(954) }, false],
  ])("has a handler go on where what is left covers what waits: %s", async (_, given, isResumed) => {
    const { context, isRunning } = paused({ ...spent, ...given });
    await keep(context);
    expect(isRunning()).toBe(isResumed);
  });

  it("promises no call to two handlers, and leaves those of the live ones alone for a batch one", async () => {
    const probe = thousand(880);
    const waiting = { "form-submitted": 0, other: 1, batch: 0 };
    const { context, isRunning, clock } = paused({ ...spent, probe, backlog: waiting });
    const [one] = context.handlers;
    if (one === undefined) throw new Error("there is a handler");
    const another = { ...one, name: "other", subscription: "projects/p/subscriptions/other" };
    const other = { ...another, dailyCalls: { salesforce: 3 } };
    const thresholds = { live: { stop: 89.9, resume: 80 }, batch: { stop: 90, resume: 85 } };
    // Of 19 calls, and of 20: a half is 9, and 10. The one takes 8, the other 3.
    await keep({ ...context, thresholds, handlers: [one, other] });
    expect(isRunning()).toBe(false);
    await clock.advance(15 * MINUTE_MS);
    await keep({
      ...context,
      thresholds,
      handlers: [
        { ...one, priority: "batch" },
        { ...other, priority: "live" },
      ],
    });
    expect(isRunning()).toBe(false);
    await clock.advance(15 * MINUTE_MS);
    const others = { ...other, systems: ["slack"], dailyCalls: {} };
    await keep({ ...context, thresholds, handlers: [one, { ...other, priority: "batch" }, others] });
    expect(isRunning()).toBe(true);
  });

  it("looks at no backlog of handlers that nobody has measured, nor where Monitoring does not answer", async () => {
    const { context, isRunning, lines, clock } = paused({
      ...spent,
      probe: thousand(954),
      backlog: { "form-submitted": 0 },
    });
    const [one] = context.handlers;
    if (one === undefined) throw new Error("there is a handler");
    await keep({ ...context, handlers: [{ ...one, dailyCalls: {} }] });
    expect(isRunning()).toBe(false);
    await clock.advance(15 * MINUTE_MS);
    const refused = Object.assign(new Error("no"), { code: "HTTP_403" });
    await keep({ ...context, backlog: { share: 0.5, count: () => Promise.reject(refused) } });
    expect(isRunning()).toBe(false);
    expect(lines()).toContainEqual(expect.objectContaining({ system: "monitoring", reason: "HTTP_403" }));
  });

  it.each([
    ["enough has not come back", usage(96)],
    ["the system does not answer", down],
  ])("lets a spent allowance alone for as long as the longest wait, since to ask costs of it: %s", async (_, probe) => {
    const { context, state, clock } = paused({ pause: { by: "allowance" }, probe });
    const asked = clock.now();
    const until = new Date(asked + 15 * MINUTE_MS).toISOString();
    expect(await keep(context)).toMatchObject({ "form-submitted": { state: "paused", until } });
    expect(state().labels).toMatchObject({
      team: "a",
      "paused-since": String(asked / 1000 - 60),
      "paused-until": String(asked / 1000 + 15 * 60),
    });
    await clock.advance(15 * MINUTE_MS);
    await keep({ ...context, waits: { firstMs: 1000, longestMs: 9000 } });
    expect(state().labels["paused-until"]).toBe(String(clock.now() / 1000 + 9));
  });

  it("leaves a batch handler paused above its own threshold", async () => {
    const { context, isRunning, clock } = paused({ probe: usage(92) });
    const batch = context.handlers.map((one) => ({ ...one, priority: "batch" as const }));
    await keep({ ...context, handlers: batch });
    expect(isRunning()).toBe(false);
    await clock.advance(15 * MINUTE_MS);
    await keep(context);
    expect(isRunning()).toBe(true);
  });

  it("leaves a person's pause that says of no time", async () => {
    const { context, isRunning, broker } = paused();
    broker.updateSubscription(SUBSCRIPTION, { labels: { "paused-times": "many" } }, ["labels"]);
    expect(await keep(context)).toMatchObject({ "form-submitted": { state: "paused", by: "person" } });
    expect(isRunning()).toBe(false);
  });

  it("changes nothing of an outage that lasts, so that it asks again in a minute", async () => {
    const { context } = paused({ probe: down });
    const kept = await keep({ ...context, subscriptions: { ...context.subscriptions, patch: patchFails } });
    const { clock } = context;
    const time = (before: number) => new Date(clock.now() - before).toISOString();
    expect(kept).toEqual({
      "form-submitted": {
        state: "paused",
        by: "outage",
        why: "x",
        system: "salesforce",
        since: time(MINUTE_MS),
        until: time(0),
        times: 1,
      },
    });
  });

  it("says so where it can't have one wait longer", async () => {
    const { context } = paused({ probe: usage(97) });
    const kept = await keep({ ...context, subscriptions: { ...context.subscriptions, patch: patchFails } });
    expect(kept).toEqual({ "form-submitted": { state: "unknown", why: "HTTP_403" } });
  });

  it.each([true, false])("leaves alone what runs, pushed: %s", async (isPushed) => {
    const { context, broker } = paused({ isPushed });
    broker.updateSubscription(SUBSCRIPTION, { ...(isPushed && PUSH), labels: {} }, ["pushConfig", "labels"]);
    const kept = await keep({ ...context, subscriptions: { ...context.subscriptions, patch: patchFails } });
    expect(kept).toEqual({ "form-submitted": { state: "running" } });
  });

  it("asks all of a handler's systems where a label names none of them", async () => {
    const { context, isRunning } = paused({ pause: { system: "gone" } });
    const handlers = context.handlers.map((one) => ({ ...one, systems: ["salesforce", "slack"] }));
    await keep({ ...context, handlers, probes: new Map([...context.probes, ["slack", down]]) });
    expect(isRunning()).toBe(false);
  });

  it.each<[string, Record<string, string>, boolean, Probe?]>([
    ["no since", { "paused-since": "" }, true],
    ["a since in words", { "paused-since": "yesterday" }, true],
    ["an until in words", { "paused-until": "tomorrow" }, true],
    ["an until far from now", { "paused-until": "999999999999" }, false],
    ["a by that nobody knows, and an until that is over", { "paused-by": "the-cat" }, true],
    ["a by that nobody knows, and no until", { "paused-by": "the-cat", "paused-until": "" }, false],
    ["another's system", { "paused-system": "slack" }, true],
    ["an odd count", { "paused-times": "-1" }, true],
    ["another's system, while the handler's own is out", { "paused-system": "slack" }, false, down],
  ])(
    "takes labels that were edited by hand to %s for what they say, or for a person's",
    async (_, edited, isResumed, probe = usage(0)) => {
      const { context, isRunning, broker, state } = paused({ probe });
      broker.updateSubscription(SUBSCRIPTION, { labels: { ...state().labels, ...edited } }, ["labels"]);
      await keep(context);
      expect(isRunning()).toBe(isResumed);
    },
  );

  it("restores the push configuration as it is declared, keeps foreign labels, and remembers how often", async () => {
    const { context, state, clock } = paused({ pause: { times: 3 } });
    await keep(context);
    expect(state()).toMatchObject({ pushConfig: { pushEndpoint: PUSH.pushConfig.pushEndpoint } });
    expect(state().labels).toEqual({ team: "a", "paused-times": "3", "resumed-at": String(clock.now() / 1000) });
  });

  it("resumes a pull subscription by its labels", async () => {
    const { context, state } = paused({ isPushed: false });
    await keep(context);
    expect(state().labels).not.toHaveProperty("paused-since");
  });

  it("asks a spent allowance every quarter of an hour, and each system once for all that wait for it", async () => {
    let asked = 0;
    const probe: Probe = () => ((asked += 1), Promise.resolve({ used: 99, max: 100 }));
    const { context, clock } = paused({ pause: { by: "allowance" }, probe });
    const two = { ...context, handlers: [...context.handlers, ...context.handlers] };
    for (let minute = 0; minute < 30; minute += 1) {
      await keep(two);
      await clock.advance(MINUTE_MS);
    }
    expect(asked).toBe(2);
  });

  it("takes old labels off a subscription that somebody else has resumed", async () => {
    const { context, state, broker } = paused();
    broker.modifyPushConfig(SUBSCRIPTION, PUSH.pushConfig);
    expect(await keep({ ...context, subscriptions: { ...context.subscriptions, patch: patchFails } })).toEqual({
      "form-submitted": { state: "unknown", why: "HTTP_403" },
    });
    expect(await keep(context)).toEqual({ "form-submitted": { state: "running" } });
    expect(state().labels).not.toHaveProperty("paused-since");
  });

  it("does no harm twice at once", async () => {
    const { context, state, isRunning } = paused();
    await Promise.all([keep(context), keep(context)]);
    expect([isRunning(), state().labels["paused-times"]]).toEqual([true, "1"]);
  });

  it.each([
    ["labels", { labels: { "paused-by": "person" } }, undefined],
    ["endpoint", { pushConfig: { pushEndpoint: "https://other.example.com/" } }, "https://other.example.com/"],
  ])("leaves alone the %s that a person changes while it asks", async (name, change, endpoint) => {
    const { context, state, broker } = paused({
      probe: () => {
        broker.updateSubscription(SUBSCRIPTION, change, [name === "labels" ? name : "pushConfig"]);
        return Promise.resolve(undefined);
      },
    });
    expect(await keep(context)).toMatchObject({ "form-submitted": { state: "paused" } });
    expect(state().pushConfig?.pushEndpoint).toBe(endpoint);
  });

  it("that was killed before it resumed is followed by one that does", async () => {
    const { context, isRunning } = paused();
    const killed: Subscriptions = { ...context.subscriptions, patch: () => Promise.reject(new Error("killed")) };
    await keep({ ...context, subscriptions: killed });
    expect(isRunning()).toBe(false);
    await keep(context);
    expect(isRunning()).toBe(true);
  });

  it("says what is paused, and that it has run", async () => {
    const { context, lines, clock } = paused({ probe: down });
    const since = new Date(clock.now() - MINUTE_MS).toISOString();
    const told = { handler: "form-submitted", system: "salesforce", by: "outage", why: "x", since };
    await keep(context);
    await keep({ ...context, probes: new Map() });
    const ran = { event: "keeper ran", count: 1 };
    expect(lines()).toMatchObject([
      { ...told, event: "handler paused" },
      ran,
      { ...told, event: "handler resumed" },
      ran,
    ]);
  });

  it("goes on with the others where one's subscription can't be had", async () => {
    const { context, isRunning, lines } = paused();
    const others = context.handlers.map((one) => ({ ...one, name: "gone", subscription: `${SUBSCRIPTION}-gone` }));
    expect(await keep({ ...context, handlers: [...others, ...context.handlers] })).toMatchObject({
      gone: { state: "unknown" },
    });
    expect(isRunning()).toBe(true);
    expect(lines()).toContainEqual(
      expect.objectContaining({ handler: "gone", system: "pubsub", reason: expect.any(String) }),
    );
  });
});

describe("readHandlers", () => {
  const one = {
    subscription: SUBSCRIPTION,
    push: PUSH.pushConfig,
    systems: ["slack"],
    priority: "live",
    dailyCalls: { salesforce: 6 },
  };
  it("reads what Terraform writes", () => {
    const pulled = { ...one, push: null, priority: "batch", dailyCalls: undefined };
    const free = { ...one, dailyCalls: { salesforce: 0 } };
    expect(readHandlers(JSON.stringify({ a: one, b: pulled, c: free }))).toEqual([
      { ...one, name: "a" },
      { ...pulled, name: "b", push: undefined, dailyCalls: {} },
      { ...free, name: "c" },
    ]);
  });

  it.each([
    ["no JSON", "{", "HANDLERS must be a JSON object"],
    [
      "a short name",
      JSON.stringify({ a: { ...one, subscription: "a" } }),
      "HANDLERS: subscription must be projects/P/subscriptions/S of a",
    ],
    ["no push", JSON.stringify({ a: { ...one, push: {} } }), "HANDLERS: push must"],
    ["no systems", JSON.stringify({ a: { ...one, systems: "x" } }), "HANDLERS: systems must"],
    ["a system without a name", JSON.stringify({ a: { ...one, systems: ["slack", 1] } }), "HANDLERS: systems must"],
    ["negative calls", JSON.stringify({ a: { ...one, dailyCalls: { slack: -1 } } }), "HANDLERS: dailyCalls must"],
    ["no calls", JSON.stringify({ a: { ...one, dailyCalls: { salesforce: "6" } } }), "HANDLERS: dailyCalls must"],
    ["no priority", JSON.stringify({ a: { ...one, priority: "high" } }), "HANDLERS: priority must"],
  ])("refuses %s", (_, text, sentence) => {
    expect(() => readHandlers(text)).toThrow(sentence);
  });
});
