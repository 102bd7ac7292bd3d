import { describe, expect, it } from "@jest/globals";
import { message, pull, PUSH, SUBSCRIPTION, TOPIC, virtualBroker } from "./virtual-broker.ts";

const ORDERED = { enableMessageOrdering: true };
const BACKOFF = { retryPolicy: { minimumBackoff: "10s", maximumBackoff: "10s" } };

const texts = (received: readonly { readonly text: string }[]) => received.map(({ text }) => text);

describe("an ordered push subscription", () => {
  it("has one message of a key under way, and several keys at once", async () => {
    const open = new Map<string, number>();
    let mostOpen = 0;
    const { broker, clock, arrivals, subscribe } = virtualBroker(async ({ body }) => {
      const key = body.message.orderingKey ?? "";
      open.set(key, (open.get(key) ?? 0) + 1);
      expect(open.get(key)).toBe(1);
      mostOpen = Math.max(mostOpen, [...open.values()].filter((count) => count > 0).length);
      await new Promise<void>((resolve) => clock.after(100, resolve));
      open.set(key, 0);
      return 204;
    });
    subscribe({ ...PUSH, ...ORDERED });
    for (let number = 0; number < 50; number += 1) broker.publish(TOPIC, [message(`${number}`, `key-${number % 5}`)]);
    await clock.advance(10_000);
    expect(mostOpen).toBe(5);
    for (let key = 0; key < 5; key += 1) {
      const ofKey = arrivals.filter(({ body }) => body.message.orderingKey === `key-${key}`);
      expect(texts(ofKey)).toEqual(Array.from({ length: 10 }, (_, place) => `${key + place * 5}`));
    }
  });

  it("holds back the later ones of a key while the first waits for its backoff, and no other key", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ at, text }) =>
      text === "a1" && at < 20 ? 500 : 204,
    );
    subscribe({ ...PUSH, ...ORDERED, ...BACKOFF });
    broker.publish(TOPIC, [message("a1", "a"), message("a2", "a")]);
    broker.publish(TOPIC, [message("b1", "b"), message("b2", "b")]);
    broker.publish(TOPIC, [message("free")]);
    await clock.advance(30_000);
    expect(arrivals.map(({ at, text }) => `${at} ${text}`)).toEqual([
      "0 a1",
      "0 b1",
      "0 free",
      "0 b2",
      "10 a1",
      "20 a1",
      "20 a2",
    ]);
  });

  it("puts what is published during a backoff behind", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ at }) => (at < 10 ? 500 : 204));
    subscribe({ ...PUSH, ...ORDERED, ...BACKOFF });
    broker.publish(TOPIC, [message("1", "k")]);
    await clock.advance(5000);
    broker.publish(TOPIC, [message("2", "k")]);
    await clock.advance(10_000);
    expect(texts(arrivals)).toEqual(["1", "1", "2"]);
  });
});

describe("an unordered push subscription", () => {
  it("ignores the ordering key, but shows it", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(() => new Promise<number>(() => {}));
    subscribe(PUSH);
    broker.publish(TOPIC, [message("1", "k"), message("2", "k")]);
    await clock.advance(0);
    expect(arrivals.map(({ body }) => body.message.orderingKey)).toEqual(["k", "k"]);
  });
});

describe("an ordered pull subscription", () => {
  async function pulled(count: number, settings: object = {}) {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ ...ORDERED, ...settings });
    const all = Array.from({ length: count }, (_, place) => message(`${place + 1}`, "k"));
    broker.publish(TOPIC, all);
    const received = await pull(broker);
    expect(texts(received)).toEqual(all.map((_, place) => `${place + 1}`));
    const ackIds = received.map(({ ackId }) => ackId);
    return { broker, clock, ackIds };
  }

  it("hands out a key in order and no more of it until all are answered", async () => {
    const { broker, ackIds } = await pulled(3);
    broker.publish(TOPIC, [message("4", "k")]);
    broker.publish(TOPIC, [message("other", "o")]);
    expect(texts(await pull(broker))).toEqual(["other"]);
    broker.acknowledge(SUBSCRIPTION, ackIds.slice(0, 2));
    expect(await pull(broker)).toEqual([]);
    broker.acknowledge(SUBSCRIPTION, ackIds.slice(2));
    expect(texts(await pull(broker))).toEqual(["4"]);
  });

  it("delivers the later ones again after one is given back, the acknowledged ones too", async () => {
    const { broker, ackIds } = await pulled(4);
    const [first = "", second = "", third = ""] = ackIds;
    broker.acknowledge(SUBSCRIPTION, [first, third]);
    broker.modifyAckDeadline(SUBSCRIPTION, [second], 0);
    expect(texts(await pull(broker))).toEqual(["2", "3", "4"]);
  });

  it("delivers the later ones again after one expires, when the earlier ones are answered", async () => {
    const { broker, clock, ackIds } = await pulled(3);
    const [first = "", , third = ""] = ackIds;
    broker.modifyAckDeadline(SUBSCRIPTION, [first, third], 600);
    await clock.advance(10_000);
    expect(await pull(broker)).toEqual([]);
    broker.acknowledge(SUBSCRIPTION, [first]);
    const again = await pull(broker);
    expect(texts(again)).toEqual(["2", "3"]);
    broker.acknowledge(SUBSCRIPTION, [third]);
    broker.acknowledge(
      SUBSCRIPTION,
      again.map(({ ackId }) => ackId),
    );
    await clock.advance(700_000);
    expect(await pull(broker)).toEqual([]);
    expect(broker.state().messages(SUBSCRIPTION)).toEqual([]);
  });

  it("ignores the acknowledgement of what was taken back", async () => {
    const { broker, ackIds } = await pulled(3);
    const [first = "", second = "", third = ""] = ackIds;
    broker.modifyAckDeadline(SUBSCRIPTION, [second], 0);
    broker.acknowledge(SUBSCRIPTION, [first, third]);
    expect(broker.state().messages(SUBSCRIPTION)).toHaveLength(2);
    expect(texts(await pull(broker))).toEqual(["2", "3"]);
  });

  it("keeps to the backoff of what was given back, however soon the earlier ones are answered", async () => {
    const { broker, clock, ackIds } = await pulled(2, BACKOFF);
    const [first = "", second = ""] = ackIds;
    broker.modifyAckDeadline(SUBSCRIPTION, [second], 0);
    broker.acknowledge(SUBSCRIPTION, [first]);
    await clock.advance(9999);
    expect(await pull(broker)).toEqual([]);
    await clock.advance(1);
    expect(texts(await pull(broker))).toEqual(["2"]);
  });
});
