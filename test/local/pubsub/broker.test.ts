import { describe, expect, it } from "@jest/globals";
import {
  DEAD_SUBSCRIPTION,
  DEAD_TOPIC,
  message,
  NEVER,
  pull,
  PUSH,
  SUBSCRIPTION,
  textOf,
  TOPIC,
  virtualBroker,
} from "./virtual-broker.ts";

describe("Broker", () => {
  it("pushes the real envelope, with both spellings and without empty fields", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker();
    subscribe(PUSH);
    const publishTime = new Date(clock.now()).toISOString();
    const [first = "", second = ""] = broker.publish(TOPIC, [
      { data: "aGk=", attributes: { "ce-id": "1" }, orderingKey: "k" },
      { data: "", attributes: { only: "attributes" }, orderingKey: "k" },
    ]);
    await clock.advance(0);
    expect(arrivals.map(({ body }) => JSON.parse(JSON.stringify(body)))).toEqual([
      {
        message: {
          data: "aGk=",
          attributes: { "ce-id": "1" },
          orderingKey: "k",
          messageId: first,
          message_id: first,
          publishTime,
          publish_time: publishTime,
        },
        subscription: SUBSCRIPTION,
      },
      {
        message: {
          attributes: { only: "attributes" },
          orderingKey: "k",
          messageId: second,
          message_id: second,
          publishTime,
          publish_time: publishTime,
        },
        subscription: SUBSCRIPTION,
      },
    ]);
  });

  it("tells of every push attempt", async () => {
    const { broker, clock, records, subscribe } = virtualBroker(async () => {
      await new Promise<void>((resolve) => clock.after(250, resolve));
      return 429;
    });
    subscribe({ ...PUSH, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "10s" } });
    const start = clock.now();
    const [messageId] = broker.publish(TOPIC, [{ ...message("a", "k"), attributes: { "ce-type": "form.submitted" } }]);
    await clock.advance(10_500);
    const publishTime = new Date(start).toISOString();
    const common = {
      subscription: SUBSCRIPTION,
      messageId,
      attributes: { "ce-type": "form.submitted" },
      orderingKey: "k",
      outcome: "refused",
      status: 429,
      publishTime,
      latencyMs: 250,
    };
    expect(records).toEqual([
      { ...common, attempt: 1, startedAt: publishTime },
      { ...common, attempt: 2, startedAt: new Date(start + 10_250).toISOString() },
    ]);
  });

  it("tells of every pull's end where there is a dead-letter policy: who pulls there is a handler", async () => {
    const { broker, clock, records, subscribe } = virtualBroker();
    const deadLetterPolicy = { deadLetterTopic: DEAD_TOPIC, maxDeliveryAttempts: 5 };
    subscribe({ deadLetterPolicy, ackDeadlineSeconds: 60 });
    broker.publish(TOPIC, [message("a")]);
    await pull(broker);
    await clock.advance(60_000);
    const [second] = await pull(broker);
    broker.modifyAckDeadline(SUBSCRIPTION, [second?.ackId ?? ""], 0);
    const [third] = await pull(broker);
    broker.acknowledge(SUBSCRIPTION, [third?.ackId ?? ""]);
    expect(records).toMatchObject([
      { attempt: 1, outcome: "timed out", latencyMs: 60_000, subscription: SUBSCRIPTION },
      { attempt: 2, outcome: "refused" },
      { attempt: 3, outcome: "acknowledged", latencyMs: 0 },
    ]);
  });

  it("hands a message to every subscription of its topic", async () => {
    const { broker, subscribe } = virtualBroker();
    subscribe({});
    broker.createSubscription({ name: "projects/p/subscriptions/second", topic: TOPIC });
    broker.publish(TOPIC, [message("a")]);
    expect(await pull(broker)).toMatchObject([{ text: "a" }]);
    expect(await pull(broker, "projects/p/subscriptions/second")).toMatchObject([{ text: "a" }]);
  });

  it("gives a new subscription nothing of what was published before", async () => {
    const { broker, subscribe } = virtualBroker();
    broker.publish(TOPIC, [message("before")]);
    subscribe({});
    expect(await pull(broker)).toEqual([]);
  });

  it("lets one look at messages without disturbing them", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({});
    broker.publish(TOPIC, [{ data: "aGk=", attributes: { a: "1" }, orderingKey: "" }]);
    const { messages, subscriptions } = broker.state();
    expect(messages(SUBSCRIPTION)).toEqual([
      {
        messageId: expect.any(String),
        data: "aGk=",
        attributes: { a: "1" },
        publishTime: new Date(clock.now()).toISOString(),
      },
    ]);
    expect(messages(SUBSCRIPTION)).toHaveLength(1);
    expect(subscriptions).toContainEqual({ name: SUBSCRIPTION, topic: TOPIC, undelivered: 1 });
    expect(await pull(broker)).toMatchObject([{ text: "hi" }]);
    expect(messages(SUBSCRIPTION)).toHaveLength(1);
  });

  it("refuses publishing during an outage and goes on delivering", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker();
    subscribe(PUSH);
    broker.publish(TOPIC, [message("before")]);
    broker.pause();
    expect(() => broker.publish(TOPIC, [message("during")])).toThrow(
      expect.objectContaining({ status: "UNAVAILABLE" }),
    );
    broker.resume();
    broker.publish(TOPIC, [message("after")]);
    await clock.advance(0);
    expect(arrivals.map(({ text }) => text)).toEqual(["before", "after"]);
  });

  it("forgets messages, backoffs and requests under way when it is cleared, and keeps the rest", async () => {
    const aborted: string[] = [];
    const { broker, clock, arrivals, records, subscribe } = virtualBroker(({ text }, signal) => {
      signal.addEventListener("abort", () => aborted.push(text));
      return text === "hangs" ? NEVER : 500;
    });
    subscribe({ ...PUSH, enableMessageOrdering: true, retryPolicy: { minimumBackoff: "10s", maximumBackoff: "10s" } });
    broker.publish(TOPIC, [message("hangs", "k"), message("waits behind", "k")]);
    broker.publish(TOPIC, [message("backs off")]);
    await clock.advance(1000);
    broker.clearMessages();
    expect(aborted).toEqual(["hangs"]);
    expect(broker.state().subscriptions).toContainEqual({ name: SUBSCRIPTION, topic: TOPIC, undelivered: 0 });
    await clock.advance(100_000);
    expect(arrivals).toHaveLength(2);
    expect(records).toHaveLength(1);
    broker.publish(TOPIC, [message("new", "k")]);
    await clock.advance(0);
    expect(arrivals.at(-1)).toMatchObject({ text: "new" });
  });

  it("leaves nothing behind when everything is deleted", async () => {
    const { broker, clock, subscribe } = virtualBroker(() => NEVER);
    subscribe({ ...PUSH });
    broker.publish(TOPIC, [message("a")]);
    const waiting = broker.pull(DEAD_SUBSCRIPTION, 1);
    broker.deleteAll();
    await expect(waiting).rejects.toMatchObject({ status: "NOT_FOUND" });
    expect(broker.state()).toMatchObject({ topics: [], subscriptions: [] });
    expect(await clock.step()).toBe(false);
  });

  it("becomes a pull subscription with an empty push configuration, and back", async () => {
    const { broker, clock, arrivals, subscribe } = virtualBroker();
    subscribe(PUSH);
    broker.modifyPushConfig(SUBSCRIPTION, {});
    broker.publish(TOPIC, [message("a")]);
    await clock.advance(1000);
    expect(arrivals).toEqual([]);
    broker.modifyPushConfig(SUBSCRIPTION, PUSH.pushConfig);
    await clock.advance(0);
    expect(arrivals).toMatchObject([{ text: "a" }]);
  });

  it("tells of a push configuration that modifyPushConfig changes", () => {
    const { broker, subscribe } = virtualBroker();
    subscribe(PUSH);
    const told: string[] = [];
    broker.onUpdate((name) => told.push(name));
    broker.modifyPushConfig(SUBSCRIPTION, {});
    expect(told).toEqual([SUBSCRIPTION]);
  });

  // https://cloud.google.com/pubsub/docs/exactly-once-delivery
  it("refuses push for a subscription with exactly-once delivery", () => {
    const { broker, subscribe } = virtualBroker();
    subscribe({ enableExactlyOnceDelivery: true });
    const { pushConfig } = PUSH;
    const refused = "Exactly-once delivery is not supported on push subscriptions.";
    expect(() => broker.modifyPushConfig(SUBSCRIPTION, pushConfig)).toThrow(refused);
    expect(() => broker.updateSubscription(SUBSCRIPTION, { pushConfig }, ["pushConfig"])).toThrow(refused);
    expect(broker.getSubscription(SUBSCRIPTION)).not.toHaveProperty("pushConfig.pushEndpoint");
  });

  it("keeps what its subscriptions hold when a topic is deleted", async () => {
    const { broker, subscribe } = virtualBroker();
    subscribe({});
    broker.publish(TOPIC, [message("a")]);
    broker.deleteTopic(TOPIC);
    expect(broker.getSubscription(SUBSCRIPTION).topic).toBe("_deleted-topic_");
    expect(await pull(broker)).toMatchObject([{ text: "a" }]);
  });

  it("wakes a waiting pull with all of one publish request", async () => {
    const { broker, subscribe } = virtualBroker();
    subscribe({});
    const waiting = broker.pull(SUBSCRIPTION, 10);
    broker.publish(TOPIC, [message("a"), message("b")]);
    expect((await waiting).map((received) => textOf(received.message.data))).toEqual(["a", "b"]);
  });

  it("gives a pull that was given up no messages", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({});
    const gone = new AbortController();
    const waiting = broker.pull(SUBSCRIPTION, 10, { signal: gone.signal });
    gone.abort();
    expect(await waiting).toEqual([]);
    const tooLong = broker.pull(SUBSCRIPTION, 10);
    await clock.advance(90_000);
    expect(await tooLong).toEqual([]);
    broker.publish(TOPIC, [message("a")]);
    expect(await pull(broker)).toMatchObject([{ text: "a" }]);
  });

  it("delivers what is not acknowledged in time again, and not what is extended", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ ackDeadlineSeconds: 20 });
    broker.publish(TOPIC, [message("a"), message("b")]);
    const [a, b] = await pull(broker);
    await clock.advance(15_000);
    broker.modifyAckDeadline(SUBSCRIPTION, [b?.ackId ?? ""], 30);
    await clock.advance(5000);
    const again = await pull(broker);
    expect(again).toMatchObject([{ text: "a" }]);
    broker.acknowledge(SUBSCRIPTION, [a?.ackId ?? "", b?.ackId ?? ""]);
    expect(
      broker
        .state()
        .messages(SUBSCRIPTION)
        .map(({ data }) => textOf(data)),
    ).toEqual(["a"]);
  });

  it("refuses an acknowledgement after the deadline where each is delivered exactly once", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ ackDeadlineSeconds: 20, enableExactlyOnceDelivery: true });
    broker.publish(TOPIC, [message("a")]);
    const [late] = await pull(broker);
    await clock.advance(20_000);
    const ackIds = [late?.ackId ?? ""];
    const refusal = expect.objectContaining({ status: "INVALID_ARGUMENT" });
    expect(() => broker.acknowledge(SUBSCRIPTION, ackIds)).toThrow(refusal);
    expect(() => broker.modifyAckDeadline(SUBSCRIPTION, ackIds, 60)).toThrow(refusal);
    expect(await pull(broker)).toMatchObject([{ text: "a" }]);
  });

  it("refuses a snapshot that would end within the hour, and forgets one that has ended", async () => {
    const { broker, clock, subscribe } = virtualBroker();
    subscribe({ messageRetentionDuration: "2592000s" });
    const name = "projects/p/snapshots/before";
    broker.publish(TOPIC, [message("a")]);
    broker.snapshots.create({ name }, broker.subscription(SUBSCRIPTION));
    await clock.advance(7 * 24 * 3600 * 1000);
    expect(() => broker.snapshots.get(name)).toThrow(expect.objectContaining({ status: "NOT_FOUND" }));
    expect(() => broker.snapshots.create({ name }, broker.subscription(SUBSCRIPTION))).toThrow(
      expect.objectContaining({ status: "FAILED_PRECONDITION" }),
    );
  });
});
