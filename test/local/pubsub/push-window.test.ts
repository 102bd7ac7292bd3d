import { describe, expect, it } from "@jest/globals";
import { message, PUSH, SUBSCRIPTION, TOPIC, virtualBroker } from "./virtual-broker.ts";

describe("the push window", () => {
  const flood = (count: number) => Array.from({ length: count }, (_, place) => message(`${place}`));

  /** Every request takes a second, so each second shows the window. */
  function slowReceiver(statusAt: (second: number) => number) {
    const perSecond: number[] = [];
    const virtual = virtualBroker(async ({ at }) => {
      perSecond[at] = (perSecond[at] ?? 0) + 1;
      await new Promise<void>((resolve) => virtual.clock.after(1000, resolve));
      return statusAt(at);
    });
    virtual.subscribe({ ...PUSH, retryPolicy: { minimumBackoff: "600s", maximumBackoff: "600s" } });
    return { ...virtual, perSecond };
  }

  it("starts at ten, doubles while all goes well and stops at a thousand", async () => {
    const { broker, clock, perSecond } = slowReceiver(() => 204);
    for (let round = 0; round < 8; round += 1) broker.publish(TOPIC, flood(1000));
    await clock.advance(9001);
    expect(perSecond).toEqual([10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000]);
  });

  it("shrinks with failures, down to one, and recovers", async () => {
    const { broker, clock, perSecond } = slowReceiver((second) => (second === 1 || second === 2 ? 500 : 204));
    broker.publish(TOPIC, flood(1000));
    await clock.advance(6001);
    expect(perSecond).toEqual([10, 20, 1, 1, 2, 4, 8]);
  });

  it("belongs to one subscription", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ body }) =>
      body.subscription === SUBSCRIPTION ? new Promise<number>(() => {}) : 204,
    );
    subscribe(PUSH);
    broker.createSubscription({ ...PUSH, name: "projects/p/subscriptions/other", topic: TOPIC });
    broker.publish(TOPIC, flood(100));
    for (let turn = 0; turn < 100; turn += 1) await clock.advance(0);
    expect(arrivals.filter(({ body }) => body.subscription === SUBSCRIPTION)).toHaveLength(10);
    expect(arrivals.filter(({ body }) => body.subscription !== SUBSCRIPTION)).toHaveLength(100);
  });
});
