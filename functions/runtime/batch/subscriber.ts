import type { protos } from "@google-cloud/pubsub-api";
import { SubscriberClient } from "@google-cloud/pubsub-api/build/src/v1/subscriber_client.js";
import { ChannelCredentials } from "@grpc/grpc-js";
import type { Delivery } from "../pubsub/message.ts";

/** A message in hand, until its lease ends. */
export interface Pulled {
  readonly ackId: string;
  readonly delivery: Delivery;
}

/** One subscription, by its unary calls. All reject with the client's own errors: ./refused-ids.ts reads them. */
export interface Subscriber {
  /**
   * At most so many of the messages that are there at this moment; there may be fewer, and even none, though more wait. It waits
   * for none: a pull that waits has to be broken off, and what is sent just then is lent to nobody for as long as a lease lasts.
   */
  pull(maxMessages: number): Promise<readonly Pulled[]>;
  acknowledge(ackIds: readonly string[]): Promise<void>;
  /** From now on; 0 gives the messages back. */
  modifyAckDeadline(ackIds: readonly string[], seconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface SubscriberOptions {
  /** In full: `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** HOST:PORT of an emulator; without it Google's own service. */
  readonly emulatorHost: string | undefined;
}

/** Connecting is a part of the first call. */
const CALL_MS = 10_000;

/**
 * Connects to Pub/Sub over gRPC. The client is taken from its own module: the root of @google-cloud/pubsub takes a second to load
 * and has twice the size (3.2 MB in a bundle), for streams, batching and publishing that nothing here needs.
 */
export function connectSubscriber({ subscription, emulatorHost }: SubscriberOptions): Subscriber {
  const client = new SubscriberClient(emulatorHost === undefined ? {} : toEmulator(emulatorHost));
  // Credentials are looked for here: where a call has to, the library leaves a rejection behind that ends the process.
  const ready = client.initialize();
  ready.catch(() => {});
  // Repeated by whoever calls, who knows what for and for how long.
  const once = { timeout: CALL_MS, retry: null };
  return {
    async pull(maxMessages) {
      await ready;
      const [{ receivedMessages }] = await client.pull({ subscription, maxMessages, returnImmediately: true }, once);
      return (receivedMessages ?? []).map(read);
    },
    async acknowledge(ackIds) {
      await ready;
      await client.acknowledge({ subscription, ackIds: [...ackIds] }, once);
    },
    async modifyAckDeadline(ackIds, ackDeadlineSeconds) {
      await ready;
      await client.modifyAckDeadline({ subscription, ackIds: [...ackIds], ackDeadlineSeconds }, once);
    },
    close: () => client.close(),
  };
}

function toEmulator(host: string) {
  const [servicePath = "", port] = host.split(":");
  // Told where it is, it need not ask the metadata server, which is not there.
  const clientOptions = { universeDomain: "googleapis.com" };
  return { servicePath, port: Number(port), sslCreds: ChannelCredentials.createInsecure(), clientOptions };
}

function read({ ackId, message, deliveryAttempt }: protos.google.pubsub.v1.IReceivedMessage): Pulled {
  const { data, attributes, messageId, publishTime, orderingKey } = message ?? {};
  return {
    ackId: ackId ?? "",
    delivery: {
      messageId: messageId ?? "",
      publishedAt: Number(publishTime?.seconds ?? 0) * 1000 + Math.floor((publishTime?.nanos ?? 0) / 1e6),
      ...(deliveryAttempt ? { attempt: deliveryAttempt } : {}),
      message: {
        data: bytesOf(data ?? ""),
        attributes: attributes ?? {},
        ...(orderingKey ? { orderingKey } : {}),
      },
    },
  };
}

/** Not copied: what was received is let go with its last message. */
function bytesOf(data: string | Uint8Array): Buffer {
  return typeof data === "string"
    ? Buffer.from(data, "base64")
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
