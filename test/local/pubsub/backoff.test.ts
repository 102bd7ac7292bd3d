import { describe, expect, it } from "@jest/globals";
import { retryDelayMs } from "../../../local/pubsub/state/retry.ts";
import { message, NEVER, pull, PUSH, SUBSCRIPTION, TOPIC, virtualBroker } from "./virtual-broker.ts";

const DAY_MS = 24 * 3600 * 1000;

describe("retryDelayMs", () => {
  const policy = (minimumBackoffMs: number, maximumBackoffMs: number) => ({ minimumBackoffMs, maximumBackoffMs });

  it.each([
    { policy: undefined, delays: [0, 0, 0] },
    { policy: policy(10_000, 600_000), delays: [10_000, 20_000, 40_000, 80_000, 160_000, 320_000, 600_000, 600_000] },
    { policy: policy(0, 1000), delays: [100, 200, 400, 800, 1000] },
    { policy: policy(0, 0), delays: [0, 0] },
    { policy: policy(50, 60), delays: [60, 60] },
  ])("is $delays for $policy", ({ policy: given, delays }) => {
    expect(delays.map((_, failed) => retryDelayMs(given, failed + 1))).toEqual(delays);
  });
});

describe("a push subscription", () => {
  it("delivers again after the minimum backoff, doubled each time up to the maximum", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(() => 500);
    subscribe({ ...PUSH, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "60s" } });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(200_000);
    expect(arrivals.map(({ at }) => at)).toEqual([0, 10, 30, 70, 130, 190]);
  });

  it("delivers again at once without a retry policy", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ at, body }) =>
      at === 0 && arrivals.length < 20 ? 500 : Number(body !== undefined) * 204,
    );
    subscribe(PUSH);
    broker.publish(TOPIC, [message("a")]);
    for (let turn = 0; turn < 30; turn += 1) await clock.advance(0);
    expect(arrivals).toHaveLength(20);
    expect(broker.state().subscriptions).toContainEqual({ name: SUBSCRIPTION, topic: TOPIC, undelivered: 0 });
  });

  it("ends a request at the acknowledgement deadline and counts it as a failure", async () => {
    const aborted: number[] = [];
    const { broker, clock, arrivals, records, subscribe } = virtualBroker(({ at }, signal) => {
      signal.addEventListener("abort", () => aborted.push(at));
      return at === 0 ? NEVER : 204;
    });
    subscribe({ ...PUSH, ackDeadlineSeconds: 30, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" } });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(29_999);
    expect(aborted).toEqual([]);
    await clock.advance(20_000);
    expect(aborted).toEqual([0]);
    expect(arrivals.map(({ at }) => at)).toEqual([0, 40]);
    expect(records).toMatchObject([
      { outcome: "timed out", attempt: 1, latencyMs: 30_000 },
      { outcome: "acknowledged", status: 204, attempt: 2 },
    ]);
  });

  it.each([102, 200, 201, 202, 204])("takes %d for an acknowledgement", async (status) => {
    const { broker, clock, records, subscribe } = virtualBroker(() => status);
    subscribe(PUSH);
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(0);
    expect(records).toMatchObject([{ outcome: "acknowledged", status }]);
  });

  it.each([100, 203, 205, 206, 301, 307, 400, 404, 429, 500, 503])("takes %d for a refusal", async (status) => {
    const { broker, clock, records, subscribe } = virtualBroker(() => status);
    subscribe({ ...PUSH, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" } });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(0);
    expect(records).toMatchObject([{ outcome: "refused", status }]);
    expect(broker.state().messages(SUBSCRIPTION)).toHaveLength(1);
  });

  it("delivers again when nobody could be reached", async () => {
    const { broker, clock, records, subscribe } = virtualBroker(async ({ at }) => {
      if (at === 0) throw new Error("ECONNREFUSED");
      return 204;
    });
    subscribe({ ...PUSH, retryPolicy: { minimumBackoff: "5s", maximumBackoff: "600s" } });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(5001);
    expect(records.map(({ outcome }) => outcome)).toEqual(["unreachable", "acknowledged"]);
  });

  it("drops what is older than its retention", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(() => 500);
    subscribe({
      ...PUSH,
      messageRetentionDuration: "600s",
      retryPolicy: { minimumBackoff: "250s", maximumBackoff: "250s" },
    });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(DAY_MS);
    expect(arrivals.map(({ at }) => at)).toEqual([0, 250, 500]);
    expect(broker.state().messages(SUBSCRIPTION)).toEqual([]);
  });
});

describe("a pull subscription", () => {
  it("delivers what was given back again after its backoff", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" } });
    broker.publish(TOPIC, [message("a")]);
    for (const seconds of [10, 20, 40]) {
      const [received] = await pull(broker);
      broker.modifyAckDeadline(SUBSCRIPTION, [received?.ackId ?? ""], 0);
      await clock.advance(seconds * 1000 - 1);
      expect(await pull(broker)).toEqual([]);
      await clock.advance(1);
    }
    expect(await pull(broker)).toMatchObject([{ text: "a" }]);
  });

  it("never lets more pile up than its retention holds", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ messageRetentionDuration: "600s" });
    for (let hour = 0; hour < 10; hour += 1) {
      broker.publish(TOPIC, [message(`${hour}`), message(`${hour}`)]);
      await clock.advance(3_600_000);
    }
    broker.publish(TOPIC, [message("last")]);
    expect(broker.state().subscriptions).toContainEqual(
      expect.objectContaining({ name: SUBSCRIPTION, undelivered: 1 }),
    );
  });
});
