import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { connectSubscriber, type Subscriber } from "../../../functions/runtime/batch/subscriber.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { type Pubsub, startPubsub } from "../../../local/pubsub/api/server.ts";

const [TOPIC, DEAD, SUBSCRIPTION] = [
  "projects/p/topics/reported",
  "projects/p/topics/dead",
  "projects/p/subscriptions/reported",
];
const AT = Date.parse("2026-01-01T12:00:00.789Z");

let pubsub: Pubsub;
let subscriber: Subscriber;

beforeAll(async () => {
  pubsub = await startPubsub({ clock: new VirtualClock(AT) });
  for (const name of [TOPIC, DEAD]) pubsub.broker.createTopic({ name });
  const deadLetterPolicy = { deadLetterTopic: DEAD, maxDeliveryAttempts: 100 };
  pubsub.broker.createSubscription({ name: SUBSCRIPTION, topic: TOPIC, deadLetterPolicy });
  subscriber = connectSubscriber({ subscription: SUBSCRIPTION, emulatorHost: pubsub.host });
});
afterAll(async () => {
  await subscriber.close();
  await pubsub.close();
});

describe("connectSubscriber", () => {
  it("reads a message as it was published, when, and how often it was delivered; gives it back, and takes it for good", async () => {
    const data = Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x7d]); // no text
    const attributes = { "ce-id": "1" };
    const [id] = pubsub.broker.publish(TOPIC, [{ data: data.toString("base64"), attributes, orderingKey: "k" }]);
    const message = { data, attributes, orderingKey: "k" };
    for (const attempt of [1, 2]) {
      const pulled = await subscriber.pull(10);
      expect(pulled.map(({ delivery }) => delivery)).toEqual([{ messageId: id, publishedAt: AT, attempt, message }]);
      const ackIds = pulled.map(({ ackId }) => ackId);
      await (attempt === 1 ? subscriber.modifyAckDeadline(ackIds, 0) : subscriber.acknowledge(ackIds));
    }
    expect(await subscriber.pull(10)).toEqual([]);
    expect(pubsub.broker.state().messages(SUBSCRIPTION)).toEqual([]);
  });

  it("reads one without data, and without a key", async () => {
    pubsub.broker.publish(TOPIC, [{ data: "", attributes: { only: "attributes" }, orderingKey: "" }]);
    const [pulled] = await subscriber.pull(10);
    expect(pulled?.delivery.message).toEqual({ data: Buffer.alloc(0), attributes: { only: "attributes" } });
  });
});
