import type { protos } from "@google-cloud/pubsub-api";
import { SubscriberClient } from "@google-cloud/pubsub-api/build/src/v1/subscriber_client.js";
import { ChannelCredentials } from "@grpc/grpc-js";
import type { Delivery } from "../pubsub/message.ts";

export interface Pulled {
  readonly ackId: string;
  readonly delivery: Delivery;
}

/** One subscription, through unary calls. All reject with the client's own errors, which ./refused-ids.ts reads. */
export interface Subscriber {
  /**
   * Pulls up to this many available messages: possibly fewer or none, though more are waiting. Does not wait: a waiting
   * pull would have to be cancelled, and messages sent at that moment would be leased to nobody until the lease ends.
   */
  pull(maxMessages: number): Promise<readonly Pulled[]>;
  acknowledge(ackIds: readonly string[]): Promise<void>;
  /** Counted from now; 0 gives the messages back. */
  modifyAckDeadline(ackIds: readonly string[], seconds: number): Promise<void>;
  close(): Promise<void>;
}

interface SubscriberOptions {
  /** In full: `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** HOST:PORT of an emulator; without it Google's own service. */
  readonly emulatorHost: string | undefined;
}

/** Connecting is a part of the first call. */
const CALL_MS = 10_000;

/**
 * Connects to Pub/Sub over gRPC. The client is imported from its own module: the root of @google-cloud/pubsub takes a
 * second to load and is twice the size (3.2 MB in a bundle), for streams, batching and publishing that are not needed
 * here.
 */
export function connectSubscriber({ subscription, emulatorHost }: SubscriberOptions): Subscriber {
  const client = new SubscriberClient(emulatorHost === undefined ? {} : toEmulator(emulatorHost));
  // Credentials are looked up here: if a call has to do it, the library leaves an unhandled rejection behind, which
  // ends the process.
  const ready = client.initialize();
  ready.catch(() => {});
  // The caller repeats, knowing what for and how long.
  const once = { timeout: CALL_MS, retry: null };
  return {
    async pull(maxMessages) {
      await ready;
      const [{ receivedMessages }] = await client.pull({ subscription, maxMessages, returnImmediately: true }, once);
      return (receivedMessages ?? []).map(read);
    },
    // What follows is asked of messages that have been pulled, so the client is ready.
    async acknowledge(ackIds) {
      await client.acknowledge({ subscription, ackIds: [...ackIds] }, once);
    },
    async modifyAckDeadline(ackIds, ackDeadlineSeconds) {
      await client.modifyAckDeadline({ subscription, ackIds: [...ackIds], ackDeadlineSeconds }, once);
    },
    close: () => client.close(),
  };
}

function toEmulator(host: string) {
  const [servicePath = "", port] = host.split(":");
  // With its universe domain given, the client does not ask the metadata server, which is absent locally.
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

/** Not copied: the received buffer is freed with its last message. */
function bytesOf(data: string | Uint8Array): Buffer {
  return typeof data === "string"
    ? Buffer.from(data, "base64")
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
