import { channel } from "node:diagnostics_channel";
import type { Delivery } from "../pubsub/message.ts";

/** A call of a batch is made for many messages and names the first: who listens in this process is told of all. Nobody does in the cloud. */
const batches = channel("ycat.batch");

/** Says that a batch has begun, and of which messages. */
export function tellOfBatch(handler: string, deliveries: readonly Delivery[]): void {
  if (!batches.hasSubscribers) return;
  batches.publish({
    handler,
    messages: deliveries.map(({ messageId, attempt, message: { attributes } }) => ({ messageId, attempt, attributes })),
  });
}
