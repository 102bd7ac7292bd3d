import { expect } from "@jest/globals";
import type { Cases, Target } from "./target.ts";
import { text, textOf } from "./target.ts";

async function acknowledgeAll(pubsub: Target, subscription: string, count: number): Promise<void> {
  const ackIds = (await pubsub.pullAll(subscription, count)).map(({ ackId }) => ackId);
  await pubsub.rest("POST", `${subscription}:acknowledge`, { ackIds });
}

/** Seeks and waits until what it brings back is there: elsewhere than here that takes a moment. */
async function sought(pubsub: Target, subscription: string, to: object, count: number): Promise<string[]> {
  expect(await pubsub.rest("POST", `${subscription}:seek`, to)).toEqual({ status: 200, body: {} });
  return (await pubsub.pullAll(subscription, count)).map(textOf).toSorted();
}

const LONG_AGO = "2020-01-01T00:00:00Z";

/** Filters, seeking and snapshots: https://cloud.google.com/pubsub/docs/replay-overview */
export const replayCases: Cases = {
  "gets only what its filter lets through": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic, { filter: 'attributes.kind = "sent"' });
    await pubsub.publish(topic, { ...text("a"), attributes: { kind: "opened" } });
    await pubsub.publish(topic, { ...text("b"), attributes: { kind: "sent" } }, text("c"));
    expect((await pubsub.pull(subscription)).map(textOf)).toEqual(["b"]);
    expect(await pubsub.rest("GET", subscription)).toMatchObject({ body: { filter: 'attributes.kind = "sent"' } });
  },

  "refuses a filter that can't be read, and one that changes": async (pubsub) => {
    const topic = await pubsub.topic();
    const name = pubsub.newName("subscriptions");
    const refused = { status: 400, body: { error: { status: "INVALID_ARGUMENT" } } };
    expect(await pubsub.rest("PUT", name, { topic, filter: "attributes.kind" })).toMatchObject(refused);
    const subscription = await pubsub.subscription(topic, { filter: "attributes:kind" });
    const change = { subscription: { name: subscription, filter: "attributes:other" }, updateMask: "filter" };
    expect(await pubsub.rest("PATCH", subscription, change)).toMatchObject({ status: 400 });
  },

  "brings back what was acknowledged where it is retained": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic, { retainAckedMessages: true });
    await pubsub.publish(topic, text("a"), text("b"));
    await acknowledgeAll(pubsub, subscription, 2);
    expect(await pubsub.pull(subscription)).toEqual([]);
    expect(await sought(pubsub, subscription, { time: LONG_AGO }, 2)).toEqual(["a", "b"]);
  },

  "forgets all by a seek into the future": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, text("a"));
    const time = new Date(Date.now() + 3600 * 1000).toISOString();
    expect(await pubsub.rest("POST", `${subscription}:seek`, { time })).toEqual({ status: 200, body: {} });
    expect(await pubsub.pull(subscription)).toEqual([]);
  },

  "goes back to a snapshot, with what came since": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = await pubsub.subscription(topic);
    await pubsub.publish(topic, text("acknowledged before"));
    await acknowledgeAll(pubsub, subscription, 1);
    await pubsub.publish(topic, text("held"));
    const snapshot = pubsub.newName("snapshots");
    const made = await pubsub.rest("PUT", snapshot, { subscription });
    expect(made).toMatchObject({ status: 200, body: { name: snapshot, topic, expireTime: expect.any(String) } });
    await pubsub.publish(topic, text("later"));
    await acknowledgeAll(pubsub, subscription, 2);
    expect(await sought(pubsub, subscription, { snapshot }, 2)).toEqual(["held", "later"]);
    expect(await pubsub.rest("PUT", snapshot, { subscription })).toMatchObject({ status: 409 });
    expect((await pubsub.rest("GET", `${topic}/snapshots`)).body).toEqual({ snapshots: [snapshot] });
    expect((await pubsub.rest("GET", `${pubsub.project}/snapshots`)).body["snapshots"]).toContainEqual(made.body);
    await pubsub.rest("DELETE", snapshot);
    expect(await pubsub.rest("POST", `${subscription}:seek`, { snapshot })).toMatchObject({ status: 404 });
  },

  "the client makes snapshots and seeks": async (pubsub) => {
    const topic = await pubsub.topic();
    const subscription = pubsub.client.subscription(await pubsub.subscription(topic, { retainAckedMessages: true }));
    await pubsub.publish(topic, text("a"));
    const [snapshot] = await subscription.createSnapshot(pubsub.newName("snapshots"));
    await acknowledgeAll(pubsub, subscription.name, 1);
    await subscription.seek(snapshot.name);
    await acknowledgeAll(pubsub, subscription.name, 1);
    await subscription.seek(new Date(LONG_AGO));
    expect((await pubsub.pullAll(subscription.name, 1)).map(textOf)).toEqual(["a"]);
    const [snapshots] = await pubsub.client.getSnapshots();
    expect(snapshots.map(({ name }) => name)).toContain(snapshot.name);
    await snapshot.delete();
  },

  "the client's stream gets no more bytes at once than its flow control allows": async (pubsub) => {
    const topic = await pubsub.topic();
    const name = await pubsub.subscription(topic);
    await pubsub.publish(topic, ...Array.from({ length: 30 }, () => text("x".repeat(1000))));
    const subscription = pubsub.client.subscription(name, {
      flowControl: { maxBytes: 5000, maxMessages: 1000 },
      streamingOptions: { maxStreams: 1 },
    });
    let [held, mostHeld, done] = [0, 0, 0];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    subscription.on("error", reject);
    subscription.on("message", (message) => {
      held += 1;
      mostHeld = Math.max(mostHeld, held);
      setImmediate(() => {
        held -= 1;
        done += 1;
        message.ack();
        if (done === 30) resolve();
      });
    });
    await promise;
    await subscription.close();
    expect(mostHeld).toBeLessThanOrEqual(5);
  },
};
