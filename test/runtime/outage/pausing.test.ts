import { describe, expect, it } from "@jest/globals";
import { PermanentError, UnavailableError } from "../../../functions/runtime/define/errors.ts";
import { keep } from "../../../functions/runtime/keeper/keep.ts";
import { createEvidence } from "../../../functions/runtime/outage/evidence.ts";
import { createPausing } from "../../../functions/runtime/outage/pausing.ts";
import type { Subscriptions } from "../../../functions/runtime/pubsub/subscriptions.ts";
import { subscriptionsOf } from "../../harness/broker-subscriptions.ts";
import { captureLog } from "../../harness/captured-log.ts";
import { PUSH, SUBSCRIPTION, virtualBroker } from "../../local/pubsub/virtual-broker.ts";

const reason = { code: "HTTP_503", system: "salesforce" };

interface Given {
  readonly isPushed?: boolean;
  readonly subscriptions?: Partial<Subscriptions>;
  /** With the subscription in it. */
  readonly on?: Pick<ReturnType<typeof virtualBroker>, "broker" | "clock">;
}

function subscribed(isPushed: boolean) {
  const { broker, clock, subscribe } = virtualBroker();
  subscribe(isPushed ? PUSH : {});
  return { broker, clock };
}

function open({ isPushed = true, subscriptions, on }: Given = {}) {
  const { broker, clock } = on ?? subscribed(isPushed);
  const asked = { count: 0 };
  const real = subscriptionsOf(broker);
  const counted = { ...real, get: (name: string) => ((asked.count += 1), real.get(name)), ...subscriptions };
  const { log, lines } = captureLog();
  const evidence = createEvidence({ attempts: 3, events: 5 }, { stop: 97, resume: 95 }, clock);
  const pausing = createPausing({ subscriptions: counted, subscription: SUBSCRIPTION, isPushed, evidence, clock, log });
  async function fail(count = 3) {
    for (let i = 0; i < count; i += 1) pausing.begin().failed("a", new UnavailableError("", reason), reason);
    await pausing.decide();
  }
  const resume = (labels = {}) =>
    broker.updateSubscription(SUBSCRIPTION, { ...PUSH, labels }, ["pushConfig", "labels"]);
  const state = () => broker.getSubscription(SUBSCRIPTION);
  return { pausing, clock, fail, state, resume, asked, lines, broker };
}

describe("createPausing", () => {
  it("empties the push configuration, and says in the labels why, since when and until when", async () => {
    const { fail, state, pausing, clock, lines } = open();
    await fail(2);
    expect([await pausing.isPaused(), pausing.isHolding()]).toEqual([false, false]);
    expect(state().pushConfig).toBeDefined();
    await fail(1);
    expect(lines()).toMatchObject([{ severity: "ERROR", system: "salesforce", reason: "HTTP_503", by: "outage" }]);
    const since = clock.now() / 1000;
    expect(state()).toMatchObject({
      pushConfig: undefined,
      labels: {
        "paused-by": "outage",
        "paused-why": "http_503",
        "paused-system": "salesforce",
        "paused-since": String(since),
        "paused-until": String(since + 60),
        "paused-times": "1",
      },
    });
    expect([await pausing.isPaused(), pausing.isHolding()]).toEqual([true, true]);
  });

  it("gives up nothing of what it is about to pause for", () => {
    const { pausing } = open();
    for (let i = 0; i < 3; i += 1) pausing.begin().failed("a", new UnavailableError("", reason), reason);
    expect(pausing.isHolding()).toBe(true);
  });

  it("pauses once, and asks for nothing meanwhile", async () => {
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    let patched = 0;
    const patch = () => ((patched += 1), answered);
    const { fail, pausing, asked } = open({ subscriptions: { patch } });
    const ends = [fail(), fail()];
    await new Promise(setImmediate);
    expect([await pausing.isPaused({ isFirst: true }), pausing.isHolding()]).toEqual([true, true]);
    resolve();
    await Promise.all(ends);
    expect([patched, asked.count]).toEqual([1, 1]);
  });

  it("asks at most every ten seconds whether it goes on, and never while it runs", async () => {
    const { fail, pausing, resume, asked, clock } = open();
    await pausing.isPaused();
    expect(asked.count).toBe(0);
    await fail();
    await clock.advance(10_000);
    asked.count = 0;
    expect([await pausing.isPaused(), await pausing.isPaused(), asked.count]).toEqual([true, true, 1]);
    resume({ "paused-times": "1", "resumed-at": "1" });
    expect([await pausing.isPaused(), asked.count]).toEqual([true, 1]);
    await clock.advance(10_000);
    asked.count = 0;
    expect([await pausing.isPaused(), await pausing.isPaused(), asked.count]).toEqual([false, false, 1]);
  });

  it("keeps what it has seen where it asks and was never paused, as a batch handler's instance does at each call", async () => {
    const { fail, pausing } = open();
    await fail(2);
    expect(await pausing.isPaused({ isFirst: true })).toBe(false);
    await fail(1);
    expect(await pausing.isPaused()).toBe(true);
  });

  it("waits longer where it was resumed a moment ago", async () => {
    const { fail, pausing, resume, clock, state } = open();
    await fail();
    resume({ "paused-times": "1", "resumed-at": String(clock.now() / 1000) });
    await clock.advance(10_000);
    await pausing.isPaused();
    await fail();
    expect(state().labels).toMatchObject({
      "paused-times": "2",
      "paused-until": String(clock.now() / 1000 + 120),
    });
  });

  it.each([
    ["and stays so", [51, 90, 51, 90, 3], 3600],
    ["after others", [3, 1, 51], 3600],
    ["two hours ago", [51, 120, 3], 3600],
    ["longer ago, and may be gone", [51, 121, 3], 60],
  ])("waits an hour where a message has had half of its deliveries, whoever tried: %s", async (_, seen, seconds) => {
    const { fail, pausing, resume, clock, state } = open();
    await fail();
    for (const [index, attempt] of seen.entries()) {
      if (index % 2 === 1) await clock.advance(attempt * 60_000);
      else pausing.saw({ attempt });
    }
    resume();
    await clock.advance(10_000);
    await pausing.isPaused();
    await fail();
    expect(state().labels).toMatchObject({ "paused-until": String(clock.now() / 1000 + seconds) });
  });

  it("counts nothing that was under way when it paused or was resumed", async () => {
    const { fail, pausing, resume, clock, state } = open();
    const underWay = [pausing.begin(), pausing.begin(), pausing.begin()];
    await fail();
    for (const attempt of underWay) attempt.failed("b", new UnavailableError("", reason), reason);
    resume();
    await clock.advance(10_000);
    expect([await pausing.isPaused(), pausing.isHolding()]).toEqual([false, false]);
    await pausing.decide();
    expect(state().pushConfig).toBeDefined();
  });

  it("counts nothing that was under way when another instance had paused it", async () => {
    const { pausing, state, broker } = open({ isPushed: false });
    const label = (labels: Record<string, string>) => broker.updateSubscription(SUBSCRIPTION, { labels }, ["labels"]);
    const underWay = [pausing.begin(), pausing.begin(), pausing.begin()];
    label({ "paused-since": "1" });
    await pausing.isPaused({ isFirst: true });
    for (const attempt of underWay) attempt.failed("b", new UnavailableError("", reason), reason);
    label({});
    expect([await pausing.isPaused({ isFirst: true }), pausing.isHolding()]).toEqual([false, false]);
    await pausing.decide();
    expect(state().labels).toEqual({});
  });

  it("says of no time where the system refuses all, since waiting mends nothing", async () => {
    const { pausing, state } = open();
    const refusal = { code: "INVALID_STATUS", system: "salesforce" };
    for (const event of ["a", "b", "c", "d", "e"])
      pausing.begin().failed(event, new PermanentError("", refusal), refusal);
    await pausing.decide();
    expect(state().labels).toMatchObject({ "paused-by": "refusals", "paused-why": "invalid_status" });
    expect(state().labels).not.toHaveProperty("paused-until");
  });

  it("takes failures for old that began before somebody has resumed it", async () => {
    const { pausing, resume, clock, state, fail } = open();
    const old = [pausing.begin(), pausing.begin(), pausing.begin()];
    await clock.advance(2000);
    resume({ "paused-times": "1", "resumed-at": String(clock.now() / 1000) });
    for (const attempt of old) attempt.failed("b", new UnavailableError("", reason), reason);
    await pausing.decide();
    expect([state().pushConfig !== undefined, pausing.isHolding()]).toEqual([true, false]);
    await fail();
    expect(state().pushConfig).toBeUndefined();
  });

  it("leaves a pause as it is that a person or another instance has made", async () => {
    const { fail, state, resume, pausing, broker } = open();
    resume();
    broker.updateSubscription(SUBSCRIPTION, { pushConfig: {}, labels: { "paused-by": "person" } }, [
      "pushConfig",
      "labels",
    ]);
    await fail();
    expect(state().labels).toEqual({ "paused-by": "person" });
    expect(await pausing.isPaused()).toBe(true);
  });

  it("overwrites a deployment that comes between its look and its change, which the keeper mends", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ ...PUSH, labels: { team: "before" } });
    const deployed = { ...PUSH, labels: { team: "after" } };
    const real = subscriptionsOf(broker);
    const raced: Subscriptions = {
      ...real,
      async get(name) {
        const seen = await real.get(name);
        broker.updateSubscription(SUBSCRIPTION, deployed, ["pushConfig", "labels"]);
        return seen;
      },
    };
    const { fail } = open({ on: { broker, clock }, subscriptions: raced });
    await fail();
    // Pub/Sub's patch knows no condition: the deployment's push configuration is gone, and so is what it has made of labels.
    expect(broker.getSubscription(SUBSCRIPTION)).toMatchObject({ pushConfig: undefined, labels: { team: "before" } });
    await clock.advance(60_000);
    const { log } = captureLog();
    const handler = {
      name: "form-submitted",
      subscription: SUBSCRIPTION,
      push: PUSH.pushConfig,
      systems: ["salesforce"],
      priority: "live",
      dailyCalls: {},
    } as const;
    const thresholds = { live: { stop: 97, resume: 95 }, batch: { stop: 90, resume: 85 } };
    await keep({ handlers: [handler], subscriptions: real, probes: new Map(), thresholds, clock, log });
    const { pushConfig, labels } = broker.getSubscription(SUBSCRIPTION);
    // What Terraform declares, but for a label of somebody else's, which the next plan shows.
    expect([pushConfig?.pushEndpoint, labels["team"]]).toEqual([PUSH.pushConfig.pushEndpoint, "before"]);
  });

  it.each<[string, Partial<Subscriptions>]>([
    ["may not be asked for", { get: () => Promise.reject(Object.assign(new Error("no"), { code: "HTTP_403" })) }],
    ["may not be changed", { patch: () => Promise.reject(Object.assign(new Error("no"), { code: "HTTP_403" })) }],
  ])("goes on where its subscription %s, and tries again after a minute", async (_, subscriptions) => {
    const { fail, pausing, lines, clock } = open({ subscriptions });
    await fail();
    expect([await pausing.isPaused(), pausing.isHolding()]).toEqual([false, false]);
    await fail();
    expect(lines()).toMatchObject([{ reason: "HTTP_403", system: "salesforce" }]);
    await clock.advance(60_000);
    await fail();
    expect(lines()).toHaveLength(2);
  });

  it("runs where its subscription can't be asked and nobody has paused it", async () => {
    const { pausing } = open({ subscriptions: { get: () => Promise.reject(new Error("no")) } });
    expect(await pausing.isPaused({ isFirst: true })).toBe(false);
  });

  it("stays paused while its subscription can't be asked", async () => {
    const on = subscribed(true);
    let isDown = false;
    const get = (name: string) => (isDown ? Promise.reject(new Error("no")) : subscriptionsOf(on.broker).get(name));
    const { fail, pausing, clock } = open({ on, subscriptions: { get } });
    await fail();
    isDown = true;
    await clock.advance(10_000);
    expect(await pausing.isPaused()).toBe(true);
  });

  it("has a pull subscription say so by its labels, which are looked at first", async () => {
    const { fail, pausing, state, broker } = open({ isPushed: false });
    await fail();
    expect(state().labels).toMatchObject({ "paused-by": "outage" });
    broker.updateSubscription(SUBSCRIPTION, { labels: {} }, ["labels"]);
    expect([await pausing.isPaused(), await pausing.isPaused({ isFirst: true })]).toEqual([true, false]);
    broker.updateSubscription(SUBSCRIPTION, { labels: { "paused-since": "1" } }, ["labels"]);
    expect(await pausing.isPaused({ isFirst: true })).toBe(true);
  });

  it("says since when the subscription goes on, as far as its labels do", async () => {
    const { pausing, resume, clock } = open();
    expect(await pausing.lastResumed()).toBeUndefined();
    resume({ "resumed-at": "7" });
    expect(await pausing.lastResumed()).toBe(7000);
    resume({ "paused-since": "7" });
    expect(await pausing.lastResumed()).toBe(clock.now());
  });
});
