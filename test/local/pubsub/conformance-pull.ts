import { expect } from "@jest/globals";
import { setTimeout as pause } from "node:timers/promises";
import type { Cases, Target } from "./target.ts";
import { text, textOf } from "./target.ts";

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Pulling over REST. */
export const pullCases: Cases = {
  "hands out a message as it was published": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    const messages = [
      { ...text("hello"), attributes: { "ce-id": "1" }, orderingKey: "k" },
      { attributes: { only: "attributes" }, orderingKey: "k" },
    ];
    const ids = await pubsub.publish(topic, ...messages);
    const received = await pubsub.pullAll(subscription, 2);
    expect(received.map(({ message }) => message)).toEqual(
      messages.map((message, place) => ({
        ...message,
        messageId: ids[place],
        publishTime: expect.stringMatching(RFC_3339),
      })),
    );
    expect(received.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([undefined, undefined]);
  },

  "does not hand out what is acknowledged, or handed out, again": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, text("a"), text("b"));
    const received = await pubsub.pullAll(subscription, 2);
    expect(received.map(textOf)).toEqual(["a", "b"]);
    expect(await pubsub.pull(subscription)).toEqual([]);
    const ackIds = received.map(({ ackId }) => ackId);
    expect(await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds })).toEqual({ status: 200, body: {} });
    expect(await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds })).toEqual({ status: 200, body: {} });
    expect(await pubsub.pull(subscription)).toEqual([]);
  },

  "hands out again what is given back": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    const ids = await pubsub.publish(topic, text("a"));
    const [first] = await pubsub.pullAll(subscription, 1);
    await pubsub.rest("POST", `${subscription}:modifyAckDeadline`, { ackIds: [first?.ackId], ackDeadlineSeconds: 0 });
    const [again] = await pubsub.pullAll(subscription, 1);
    expect(again?.message.messageId).toBe(ids[0]);
  },

  "waits for a message when nothing is there": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    const waiting = pubsub.pullAll(subscription, 1);
    await pubsub.publish(topic, text("late"));
    expect((await waiting).map(textOf)).toEqual(["late"]);
  },

  "answers an empty object when told not to wait": async (pubsub) => {
    const subscription = await pubsub.subscription(await pubsub.topic());
    expect(await pubsub.rest("POST", `${subscription}:pull`, { maxMessages: 1, returnImmediately: true })).toEqual({
      status: 200,
      body: {},
    });
  },

  "hands out as many as asked for": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, ...Array.from({ length: 150 }, (_, place) => text(`${place}`)));
    expect(await pubsub.pull(subscription, 7)).toHaveLength(7);
    expect(await pubsub.pull(subscription, 93)).toHaveLength(93);
  },

  "hands out up to 1000 at once": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, ...Array.from({ length: 300 }, () => text("a")));
    expect(await pubsub.pull(subscription, 1000)).toHaveLength(300);
  },

  "refuses wrong requests": async (pubsub) => {
    const subscription = await pubsub.subscription(await pubsub.topic());
    const refused = { status: 400, body: { error: { code: 400, status: "INVALID_ARGUMENT" } } };
    expect(await pubsub.rest("POST", `${subscription}:pull`, { maxMessages: 0 })).toMatchObject(refused);
    expect(await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds: [] })).toMatchObject(refused);
    expect(await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds: ["nonsense!"] })).toMatchObject(refused);
    expect(
      await pubsub.rest("POST", `${subscription}:modifyAckDeadline`, { ackIds: ["1"], ackDeadlineSeconds: 601 }),
    ).toMatchObject(refused);
  },

  "counts delivery attempts and forwards after the fifth": async (pubsub) => {
    const { id, attempts, subscription, forwarded } = await deadLetter(pubsub);
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect(forwarded.message).toMatchObject({ ...text("a"), orderingKey: "k" });
    expect(forwarded.message.messageId).not.toBe(id);
    expect(forwarded.message.attributes).toEqual({
      "ce-id": "1",
      CloudPubSubDeadLetterSourceDeliveryCount: "5",
      CloudPubSubDeadLetterSourceSubscription: subscription.split("/").at(-1),
      CloudPubSubDeadLetterSourceSubscriptionProject: "conformance",
      CloudPubSubDeadLetterSourceTopicPublishTime: expect.any(String),
    });
  },

  "writes a dead letter's publish time with milliseconds and an offset": async (pubsub) => {
    const { forwarded } = await deadLetter(pubsub);
    const time = forwarded.message.attributes?.["CloudPubSubDeadLetterSourceTopicPublishTime"];
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  },

  "hands out an ordering key in order": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic, { enableMessageOrdering: true });
    const texts = ["1", "2", "3", "4", "5"];
    for (const each of texts) await pubsub.publish(topic, { ...text(each), orderingKey: "k" });
    expect((await pubsub.pullAll(subscription, 5)).map(textOf)).toEqual(texts);
  },

  "hands out the later ones of an ordering key again with the one given back": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic, { enableMessageOrdering: true });
    await pubsub.publish(topic, ...["1", "2", "3"].map((value) => ({ ...text(value), orderingKey: "k" })));
    const [first, second, third] = await pubsub.pullAll(subscription, 3);
    await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds: [first?.ackId, third?.ackId] });
    await pubsub.rest("POST", `${subscription}:modifyAckDeadline`, { ackIds: [second?.ackId], ackDeadlineSeconds: 0 });
    const [again] = await pubsub.pullAll(subscription, 1, 1000);
    expect(again === undefined ? "" : textOf(again)).toBe("2");
    await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds: [again?.ackId] });
    expect((await pubsub.pull(subscription)).map(textOf)).toEqual(["3"]);
  },
};

/** Gives a message back until it is forwarded. */
async function deadLetter(pubsub: Target) {
  const topic = await pubsub.topic();
  const deadLetterTopic = await pubsub.topic();
  const dead = await pubsub.subscription(deadLetterTopic);
  const subscription = await pubsub.subscription(topic, {
    deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: 5 },
  });
  const [id] = await pubsub.publish(topic, { ...text("a"), attributes: { "ce-id": "1" }, orderingKey: "k" });
  const attempts: unknown[] = [];
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const [received] = await pubsub.pullAll(subscription, 1);
    attempts.push(received?.deliveryAttempt);
    await pubsub.rest("POST", `${subscription}:modifyAckDeadline`, {
      ackIds: [received?.ackId],
      ackDeadlineSeconds: 0,
    });
  }
  for (;;) {
    // The emulator forwards when somebody pulls from the source, and not at once.
    expect(await pubsub.pull(subscription)).toEqual([]);
    const [forwarded] = await pubsub.pull(dead);
    if (forwarded !== undefined) return { id, attempts, subscription, forwarded };
    await pause(50);
  }
}
