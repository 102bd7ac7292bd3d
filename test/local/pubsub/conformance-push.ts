import { expect } from "@jest/globals";
import { setTimeout as pause } from "node:timers/promises";
import type { PushBody } from "../../../local/pubsub/delivery/push.ts";
import type { Answer, Endpoint } from "./receiver.ts";
import type { Cases, Target } from "./target.ts";
import { text, textOf } from "./target.ts";

interface Pushed {
  readonly topic: string;
  readonly subscription: string;
  readonly endpoint: Endpoint;
}

async function pushTo(pubsub: Target, answer: Answer, settings: object = {}): Promise<Pushed> {
  const endpoint = pubsub.endpoint(answer);
  const topic = await pubsub.topic();
  const subscription = await pubsub.subscription(topic, { pushConfig: { pushEndpoint: endpoint.url }, ...settings });
  return { topic, subscription, endpoint };
}

const textsOf = (bodies: readonly PushBody[]) =>
  bodies.map(({ message }) => Buffer.from(message.data ?? "", "base64").toString());

/** The message refused after the acknowledged one shows, when it comes again, that the former does not. */
const acknowledges = (status: number) => async (pubsub: Target) => {
  const { topic, endpoint } = await pushTo(pubsub, (_, before) => [status, 500][before] ?? 204);
  await pubsub.publish(topic, text("acknowledged"));
  await endpoint.received(1);
  await pubsub.publish(topic, text("refused"));
  expect(textsOf(await endpoint.received(3))).toEqual(["acknowledged", "refused", "refused"]);
};

/** What is refused comes again before another message, which is refused three times, has come four times. */
const refuses =
  (...statuses: readonly number[]) =>
  async (pubsub: Target) => {
    const { topic, endpoint } = await pushTo(pubsub, (body) => {
      const [name = ""] = textsOf([body]);
      const times = timesOf(name);
      return name === "other" ? ([500, 500, 500][times - 1] ?? 204) : times === 1 ? Number(name) : 204;
    });
    const timesOf = (name: string) => textsOf(endpoint.bodies).filter((each) => each === name).length;
    const names = statuses.map(String);
    for (const each of [...names, "other"]) await pubsub.publish(topic, text(each));
    await endpoint.receivedUntil(() => timesOf("other") === 4 || names.every((name) => timesOf(name) === 2));
    expect(names.map(timesOf)).toEqual(names.map(() => 2));
  };

/** Pushing to an HTTP endpoint. */
export const pushCases: Cases = {
  "pushes a message with both spellings of its id and time": async (pubsub) => {
    const { topic, subscription, endpoint } = await pushTo(pubsub, () => 204);
    const [id] = await pubsub.publish(topic, { ...text("hello"), attributes: { "ce-id": "1" } });
    const [body] = await endpoint.received(1);
    expect(body).toMatchObject({
      subscription,
      message: { ...text("hello"), attributes: { "ce-id": "1" }, messageId: id, message_id: id },
    });
    expect(body?.message.publishTime).toBe(body?.message.publish_time);
  },

  "pushes the ordering key": async (pubsub) => {
    const { topic, endpoint } = await pushTo(pubsub, () => 204);
    await pubsub.publish(topic, { ...text("a"), orderingKey: "ann@example.com" });
    expect(await endpoint.received(1)).toMatchObject([{ message: { orderingKey: "ann@example.com" } }]);
  },

  "pushes the delivery attempt where there is a dead-letter policy": async (pubsub) => {
    const deadLetterTopic = await pubsub.topic();
    const { topic, endpoint } = await pushTo(pubsub, () => 204, { deadLetterPolicy: { deadLetterTopic } });
    await pubsub.publish(topic, text("a"));
    expect(await endpoint.received(1)).toMatchObject([{ deliveryAttempt: 1 }]);
  },

  "leaves empty fields out of a push": async (pubsub) => {
    const { topic, endpoint } = await pushTo(pubsub, () => 204);
    await pubsub.publish(topic, text("a"));
    const [body] = await endpoint.received(1);
    expect(Object.keys(body?.message ?? {}).toSorted()).toEqual([
      "data",
      "messageId",
      "message_id",
      "publishTime",
      "publish_time",
    ]);
  },

  "takes 200 for an acknowledgement": acknowledges(200),
  "takes 201 for an acknowledgement": acknowledges(201),
  "takes 204 for an acknowledgement": acknowledges(204),
  "takes 202 for an acknowledgement": acknowledges(202),
  "takes 500, 404, 302 and 205 for refusals": refuses(500, 404, 302, 205),
  "takes 203 for a refusal": refuses(203),

  "forwards to the dead-letter topic after five attempts": async (pubsub) => {
    const deadLetterTopic = await pubsub.topic();
    const dead = await pubsub.subscription(deadLetterTopic);
    const { topic, subscription, endpoint } = await pushTo(pubsub, () => 500, {
      deadLetterPolicy: { deadLetterTopic },
    });
    await pubsub.publish(topic, { ...text("poison"), attributes: { "ce-id": "1" } });
    const [forwarded] = await pubsub.pullAll(dead, 1);
    expect(forwarded).toMatchObject({
      message: {
        attributes: {
          "ce-id": "1",
          CloudPubSubDeadLetterSourceDeliveryCount: "5",
          CloudPubSubDeadLetterSourceSubscription: subscription.split("/").at(-1),
        },
      },
    });
    expect(forwarded === undefined ? "" : textOf(forwarded)).toBe("poison");
    expect(endpoint.bodies).toHaveLength(5);
  },

  "has one message of an ordering key under way, in order": async (pubsub) => {
    const { topic, endpoint } = await pushTo(
      pubsub,
      async () => {
        await pause(5);
        return 204;
      },
      { enableMessageOrdering: true },
    );
    const texts = Array.from({ length: 10 }, (_, place) => `${place}`);
    for (const each of texts) await pubsub.publish(topic, { ...text(each), orderingKey: "k" });
    const bodies = await endpoint.received(10);
    expect(endpoint.mostUnderWay).toBe(1);
    expect(textsOf(bodies)).toEqual(texts);
  },

  "has more than two messages under way": async (pubsub) => {
    const { topic, endpoint } = await pushTo(pubsub, async () => {
      await pause(100);
      return 204;
    });
    await pubsub.publish(topic, ...Array.from({ length: 10 }, () => text("a")));
    await endpoint.received(10);
    expect(endpoint.mostUnderWay).toBeGreaterThan(2);
  },
};
