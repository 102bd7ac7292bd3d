import { expect } from "@jest/globals";
import type { Message, Subscription } from "@google-cloud/pubsub";
import type { Cases } from "./target.ts";
import { text } from "./target.ts";

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

/** Collects what a streaming pull receives until there are so many messages. */
async function receive(
  subscription: Subscription,
  count: number,
  handle: (message: Message, before: number) => void,
): Promise<Message[]> {
  const messages: Message[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  subscription.on("error", reject);
  subscription.on("message", (message) => {
    messages.push(message);
    handle(message, messages.length - 1);
    if (messages.length === count) resolve();
  });
  try {
    await promise;
  } finally {
    await subscription.close();
  }
  return messages;
}

/** The real client library over gRPC, as an application uses it. */
export const clientCases: Cases = {
  "the client creates, finds and deletes topics and subscriptions": async ({ client, newName }) => {
    const topic = client.topic(newName("topics"));
    expect(await topic.exists()).toEqual([false]);
    await topic.create();
    expect(await topic.exists()).toEqual([true]);
    await expect(topic.create()).rejects.toMatchObject({ code: ALREADY_EXISTS });
    const [topics] = await client.getTopics();
    expect(topics.map(({ name }) => name)).toContain(topic.name);
    const [subscription] = await topic.createSubscription(newName("subscriptions"), {
      retryPolicy: { minimumBackoff: { seconds: 1, nanos: 500_000_000 }, maximumBackoff: { seconds: 20 } },
      enableMessageOrdering: true,
    });
    const [metadata] = await subscription.getMetadata();
    expect(metadata).toMatchObject({
      name: subscription.name,
      topic: topic.name,
      ackDeadlineSeconds: 10,
      enableMessageOrdering: true,
      retryPolicy: { minimumBackoff: { seconds: "1", nanos: 500_000_000 }, maximumBackoff: { seconds: "20" } },
    });
    const [subscriptions] = await topic.getSubscriptions();
    expect(subscriptions.map(({ name }) => name)).toEqual([subscription.name]);
    await subscription.delete();
    await topic.delete();
    await expect(topic.getMetadata()).rejects.toMatchObject({ code: NOT_FOUND });
  },

  "the client publishes and receives what it published, once": async (pubsub) => {
    const topic = pubsub.client.topic(await pubsub.topic());
    const subscription = pubsub.client.subscription(await pubsub.subscription(topic.name));
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, place) =>
        topic.publishMessage({ data: Buffer.from(`${place}`), attributes: { place: `${place}` } }),
      ),
    );
    const messages = await receive(subscription, 50, (message) => message.ack());
    expect(messages.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(messages.every(({ data, attributes }) => data.toString() === attributes["place"])).toBe(true);
    expect(messages.map(({ publishTime }) => publishTime.getFullYear() > 2000)).not.toContain(false);
    expect(await pubsub.pull(subscription.name)).toEqual([]);
  },

  "the client gets a message again that it gives back": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = pubsub.client.subscription(await pubsub.subscription(topic));
    const [id] = await pubsub.publish(topic, text("a"));
    const messages = await receive(subscription, 3, (message, before) => (before < 2 ? message.nack() : message.ack()));
    expect(messages.map((message) => message.id)).toEqual([id, id, id]);
  },

  "the client's stream gets no more messages at once than its flow control allows": async (pubsub) => {
    const topic = await pubsub.topic();
    const name = await pubsub.subscription(topic);
    const ids = await pubsub.publish(topic, ...Array.from({ length: 60 }, () => text("a")));
    let held = 0;
    let mostHeld = 0;
    const subscription = pubsub.client.subscription(name, {
      flowControl: { maxMessages: 20 },
      streamingOptions: { maxStreams: 1 },
    });
    const messages = await receive(subscription, 60, (message) => {
      held += 1;
      mostHeld = Math.max(mostHeld, held);
      setImmediate(() => {
        held -= 1;
        message.ack();
      });
    });
    expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(ids));
    expect(mostHeld).toBeLessThanOrEqual(20);
  },

  "the client publishes and receives in order": async (pubsub) => {
    const name = await pubsub.topic();
    const topic = pubsub.client.topic(name, { messageOrdering: true, batching: { maxMessages: 7 } });
    const subscription = pubsub.client.subscription(await pubsub.subscription(name, { enableMessageOrdering: true }));
    const publishing = Array.from({ length: 40 }, (_, place) =>
      topic.publishMessage({ data: Buffer.from(`${place}`), orderingKey: `key-${place % 2}` }),
    );
    await Promise.all(publishing);
    const messages = await receive(subscription, 40, (message) => message.ack());
    for (const key of [0, 1]) {
      const ofKey = messages.filter(({ orderingKey }) => orderingKey === `key-${key}`);
      expect(ofKey.map(({ data }) => Number(data.toString()))).toEqual(
        Array.from({ length: 20 }, (_, place) => place * 2 + key),
      );
    }
  },

  "the client acknowledges with an answer on an exactly-once subscription": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = pubsub.client.subscription(
      await pubsub.subscription(topic, { enableExactlyOnceDelivery: true }),
    );
    await pubsub.publish(topic, text("a"));
    const answers: Promise<unknown>[] = [];
    await receive(subscription, 1, (message) => answers.push(message.ackWithResponse()));
    expect(await Promise.all(answers)).toEqual(["SUCCESS"]);
    expect(await pubsub.pull(subscription.name)).toEqual([]);
  },

  "the client's stream fails when the subscription is not there": async ({ client, newName }) => {
    await expect(receive(client.subscription(newName("subscriptions")), 1, () => {})).rejects.toMatchObject({
      code: NOT_FOUND,
    });
  },

  "the client's publisher fails when the topic is not there": async ({ client, newName }) => {
    await expect(client.topic(newName("topics")).publishMessage({ data: Buffer.from("a") })).rejects.toMatchObject({
      code: NOT_FOUND,
    });
  },

  "the client pulls, extends, gives back and acknowledges in single calls": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, { ...text("a"), attributes: { "ce-id": "1" } });
    const pullOne = async () => {
      const [{ receivedMessages }] = await pubsub.subscriber.pull({ subscription, maxMessages: 10 });
      return receivedMessages?.[0];
    };
    const first = await pullOne();
    expect(first).toMatchObject({
      deliveryAttempt: 0,
      message: { data: Buffer.from("a"), attributes: { "ce-id": "1" } },
    });
    await pubsub.subscriber.modifyAckDeadline({ subscription, ackIds: [first?.ackId ?? ""], ackDeadlineSeconds: 60 });
    await pubsub.subscriber.modifyAckDeadline({ subscription, ackIds: [first?.ackId ?? ""], ackDeadlineSeconds: 0 });
    const second = await pullOne();
    await pubsub.subscriber.acknowledge({ subscription, ackIds: [second?.ackId ?? ""] });
    expect(await pubsub.pull(subscription)).toEqual([]);
  },
};
