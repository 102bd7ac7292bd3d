import { describe, expect, it } from "@jest/globals";
import {
  DEAD_SUBSCRIPTION,
  DEAD_TOPIC,
  message,
  pull,
  PUSH,
  SUBSCRIPTION,
  TOPIC,
  virtualBroker,
} from "./virtual-broker.ts";

const POLICY = { deadLetterPolicy: { deadLetterTopic: DEAD_TOPIC, maxDeliveryAttempts: 5 } };
const BACKOFF = { retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" } };

describe("a dead-letter policy", () => {
  it("forwards a message after so many failures, with where it came from and a new id", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(() => 500);
    subscribe({ ...PUSH, ...POLICY, ...BACKOFF });
    const [id] = broker.publish(TOPIC, [{ ...message("a", "ann@example.com"), attributes: { "ce-id": "1" } }]);
    const publishTime = new Date(clock.now()).toISOString().replace("Z", "+00:00");
    await clock.advance(1_000_000);
    expect(arrivals.map(({ at, body }) => [at, body.deliveryAttempt])).toEqual([
      [0, 1],
      [10, 2],
      [30, 3],
      [70, 4],
      [150, 5],
    ]);
    const [dead, ...more] = broker.state().messages(DEAD_SUBSCRIPTION);
    expect(more).toEqual([]);
    expect(dead).toMatchObject({
      data: message("a").data,
      orderingKey: "ann@example.com",
      publishTime: new Date(clock.now() - 850_000).toISOString(),
    });
    expect(dead?.messageId).not.toBe(id);
    expect({ ...dead?.attributes }).toEqual({
      "ce-id": "1",
      CloudPubSubDeadLetterSourceDeliveryCount: "5",
      CloudPubSubDeadLetterSourceSubscription: "form-submitted",
      CloudPubSubDeadLetterSourceSubscriptionProject: "p",
      CloudPubSubDeadLetterSourceTopicPublishTime: publishTime,
    });
    expect(broker.state().messages(SUBSCRIPTION)).toEqual([]);
  });

  it("counts what ran out of time and what nobody could be reached for", async () => {
    let attempts = 0;
    const { broker, clock, subscribe } = virtualBroker(() => {
      attempts += 1;
      return attempts % 2 === 0 ? Promise.reject(new Error("ECONNREFUSED")) : new Promise<number>(() => {});
    });
    subscribe({ ...PUSH, ...POLICY });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(30_001);
    expect(attempts).toBe(5);
    expect(broker.state().messages(DEAD_SUBSCRIPTION)).toHaveLength(1);
  });

  it("shows the delivery attempt to pullers and counts what they give back or let expire", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe(POLICY);
    broker.publish(TOPIC, [message("a")]);
    const attempts: unknown[] = [];
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const [received] = await pull(broker);
      attempts.push(received?.deliveryAttempt);
      if (attempt % 2 === 0) await clock.advance(10_000);
      else broker.modifyAckDeadline(SUBSCRIPTION, [received?.ackId ?? ""], 0);
    }
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(await pull(broker)).toEqual([]);
    expect(await pull(broker, DEAD_SUBSCRIPTION)).toMatchObject([{ text: "a" }]);
  });

  it("tells no delivery attempt where there is no policy", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ at }) => (at < 10 ? 500 : 204));
    subscribe({ ...PUSH, ...BACKOFF });
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(10_000);
    expect(arrivals.map(({ body }) => "deliveryAttempt" in body)).toEqual([false, false]);
  });

  it("keeps delivering when the dead-letter topic is gone", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(() => 500);
    subscribe({ ...PUSH, ...POLICY, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "10s" } });
    broker.deleteTopic(DEAD_TOPIC);
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(100_000);
    expect(arrivals).toHaveLength(11);
  });

  it("lets the next message of an ordering key go on after one was forwarded", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker(({ text }) => (text === "poison" ? 500 : 204));
    subscribe({ ...PUSH, ...POLICY, enableMessageOrdering: true });
    broker.publish(TOPIC, [message("poison", "k"), message("next", "k")]);
    await clock.advance(1);
    expect(arrivals.map(({ text }) => text)).toEqual([...Array.from({ length: 5 }, () => "poison"), "next"]);
    expect(broker.state().messages(DEAD_SUBSCRIPTION)).toMatchObject([{ orderingKey: "k" }]);
  });
});
