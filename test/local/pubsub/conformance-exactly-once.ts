import { expect } from "@jest/globals";
import type { Message } from "@google-cloud/pubsub";
import type { Cases, Target } from "./target.ts";
import { text, textOf } from "./target.ts";

const EXACTLY_ONCE = { enableExactlyOnceDelivery: true };
const INVALID_ARGUMENT = 3;

/** What is answered where these ids have no say. */
const invalid = (...ackIds: readonly (string | undefined)[]) => ({
  status: 400,
  body: {
    error: {
      code: 400,
      status: "INVALID_ARGUMENT",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "EXACTLY_ONCE_ACKID_FAILURE",
          domain: "pubsub.googleapis.com",
          metadata: Object.fromEntries(ackIds.map((ackId) => [ackId, "PERMANENT_FAILURE_INVALID_ACK_ID"])),
        },
      ],
    },
  },
});

async function published(pubsub: Target, settings: object, ...texts: readonly string[]): Promise<string> {
  const topic = await pubsub.topic();
  const subscription = await pubsub.subscription(topic, { ...EXACTLY_ONCE, ...settings });
  await pubsub.publish(topic, ...texts.map((each) => ({ ...text(each), orderingKey: "k" })));
  return subscription;
}

const acknowledge = (pubsub: Target, subscription: string, ...ackIds: readonly (string | undefined)[]) =>
  pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds });

const extend = (pubsub: Target, subscription: string, ackId: string | undefined, ackDeadlineSeconds: number) =>
  pubsub.rest("POST", `${subscription}:modifyAckDeadline`, { ackIds: [ackId], ackDeadlineSeconds });

const DONE = { status: 200, body: {} };

/** Exactly-once delivery: https://cloud.google.com/pubsub/docs/exactly-once-delivery */
export const exactlyOnceCases: Cases = {
  "exactly once: refuses a second acknowledgement, and takes the others of the request": async (pubsub) => {
    const subscription = await published(pubsub, {}, "a", "b");
    const [a, b] = await pubsub.pullAll(subscription, 2);
    expect(await acknowledge(pubsub, subscription, a?.ackId)).toEqual(DONE);
    expect(await acknowledge(pubsub, subscription, a?.ackId, b?.ackId)).toMatchObject(invalid(a?.ackId));
    expect(await acknowledge(pubsub, subscription, b?.ackId)).toMatchObject(invalid(b?.ackId));
    expect(await extend(pubsub, subscription, b?.ackId, 60)).toMatchObject(invalid(b?.ackId));
  },

  "exactly once: refuses what was given back, and takes its next delivery's id": async (pubsub) => {
    const subscription = await published(pubsub, {}, "a");
    const [first] = await pubsub.pullAll(subscription, 1);
    expect(await extend(pubsub, subscription, first?.ackId, 60)).toEqual(DONE);
    expect(await extend(pubsub, subscription, first?.ackId, 0)).toEqual(DONE);
    const [second] = await pubsub.pullAll(subscription, 1);
    expect(await acknowledge(pubsub, subscription, first?.ackId)).toMatchObject(invalid(first?.ackId));
    expect(await acknowledge(pubsub, subscription, second?.ackId)).toEqual(DONE);
    expect(await pubsub.pull(subscription)).toEqual([]);
  },

  "exactly once: refuses the ids of what was taken back with an earlier one of its ordering key": async (pubsub) => {
    const subscription = await published(pubsub, { enableMessageOrdering: true }, "1", "2");
    const [one, two] = await pubsub.pullAll(subscription, 2);
    await extend(pubsub, subscription, one?.ackId, 0);
    expect(await acknowledge(pubsub, subscription, two?.ackId)).toMatchObject(invalid(two?.ackId));
    expect((await pubsub.pullAll(subscription, 2)).map(textOf)).toEqual(["1", "2"]);
  },

  "exactly once: the client is told which of its acknowledgements held": async (pubsub) => {
    const name = await published(pubsub, {}, "a");
    const { promise, resolve } = Promise.withResolvers<Message>();
    const subscription = pubsub.client.subscription(name);
    subscription.on("message", resolve);
    const message = await promise;
    const acknowledged = await acknowledge(pubsub, name, message.ackId);
    const held = await message.ackWithResponse().catch((error: unknown) => error);
    await subscription.close();
    expect(acknowledged).toEqual(DONE);
    expect(held).toMatchObject({ errorCode: "INVALID" });
  },

  "exactly once: a single call's error names the ids": async ({ subscriber, ...pubsub }) => {
    const subscription = await published({ subscriber, ...pubsub }, {}, "a");
    const [a] = await pubsub.pullAll(subscription, 1);
    const ackIds = [a?.ackId ?? ""];
    await subscriber.acknowledge({ subscription, ackIds });
    await expect(subscriber.acknowledge({ subscription, ackIds })).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
      reason: "EXACTLY_ONCE_ACKID_FAILURE",
      errorInfoMetadata: { [ackIds[0] ?? ""]: "PERMANENT_FAILURE_INVALID_ACK_ID" },
    });
  },
};
