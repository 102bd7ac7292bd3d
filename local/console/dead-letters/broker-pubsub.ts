import type { Broker } from "../../pubsub/broker/broker.ts";
import { StatusError } from "../../pubsub/state/status.ts";
import { subscriptionPath, topicPath } from "../../runner/functions/topics.ts";
import { CommandError } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

/** The runner's own Pub/Sub, without network or client library. */
export function brokerPubsub(broker: Broker): Pubsub {
  return {
    async pull(name, maxMessages) {
      const pulled = await told(() => broker.pull(subscriptionPath(name), maxMessages, { returnImmediately: true }));
      return pulled.map(({ ackId, message: { id, publishTime, data, attributes, orderingKey } }) => ({
        ackId,
        messageId: id,
        publishedAt: publishTime,
        message: { data: Buffer.from(data, "base64"), attributes, ...(orderingKey !== "" && { orderingKey }) },
      }));
    },
    acknowledge: (name, ackIds) => told(() => broker.acknowledge(subscriptionPath(name), ackIds)),
    setAckDeadline: (name, ackIds, seconds) =>
      told(() => broker.modifyAckDeadline(subscriptionPath(name), ackIds, seconds)),
    async publish(name, { data, attributes, orderingKey = "" }) {
      const message = { data: Buffer.from(data).toString("base64"), attributes, orderingKey };
      const [id = ""] = await told(() => broker.publish(topicPath(name), [message]));
      return id;
    },
    async subscription(name) {
      const { pushConfig, labels } = await told(() => broker.getSubscription(subscriptionPath(name)));
      return { labels, ...(pushConfig !== undefined && { pushConfig }) };
    },
    deployed: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

async function told<Answer>(call: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw new CommandError(error.message, { cause: error });
  }
}
