import { channel } from "node:diagnostics_channel";
import type { Delivery } from "../pubsub/message.ts";

/**
 * A batch's call is made for many messages but is named after the first. This channel tells listeners in the same
 * process about all of them; in the cloud nobody listens.
 */
const batches = channel("ycat.batch");

export function announceBatch(handler: string, deliveries: readonly Delivery[]): void {
  batches.publish({
    handler,
    messages: deliveries.map(({ messageId, attempt, message: { attributes } }) => ({ messageId, attempt, attributes })),
  });
}
