import { membersOf } from "../objects.ts";
import type { GoogleOptions } from "./google-api.ts";
import type { Message } from "./message.ts";
import { createCall } from "./subscriptions.ts";

/** A message that is leased until its ack deadline. */
export interface PulledMessage {
  readonly ackId: string;
  readonly message: Message;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
}

/**
 * Pulls from one subscription by plain requests, where a few a minute are enough: no connection is kept, and gRPC is
 * not loaded.
 */
export interface Pulling {
  /**
   * Some of the waiting messages; empty if none is waiting now.
   * https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions/pull
   */
  pull(most: number): Promise<readonly PulledMessage[]>;
  acknowledge(messages: readonly PulledMessage[]): Promise<void>;
  giveBack(messages: readonly PulledMessage[]): Promise<void>;
}

/** A request holds 512 KiB, an id about two hundred bytes: https://cloud.google.com/pubsub/quotas */
const MOST_IDS = 1000;

/** @param subscription in full: `projects/P/subscriptions/S`. */
export function createPulling(subscription: string, options: GoogleOptions): Pulling {
  const call = createCall(options);
  async function tell(verb: string, messages: readonly PulledMessage[], what: object): Promise<void> {
    for (let start = 0; start < messages.length; start += MOST_IDS) {
      const ackIds = messages.slice(start, start + MOST_IDS).map(({ ackId }) => ackId);
      await call("POST", `${subscription}:${verb}`, { ackIds, ...what });
    }
  }
  return {
    async pull(most) {
      const body = { maxMessages: most, returnImmediately: true };
      return readPulled(await call("POST", `${subscription}:pull`, body));
    },
    acknowledge: (messages) => tell("acknowledge", messages, {}),
    giveBack: (messages) => tell("modifyAckDeadline", messages, { ackDeadlineSeconds: 0 }),
  };
}

function readPulled(answer: unknown): PulledMessage[] {
  const { receivedMessages } = membersOf(answer);
  if (!Array.isArray(receivedMessages)) return [];
  return receivedMessages.map((received) => {
    const { ackId, message } = membersOf(received);
    const { data, attributes, publishTime } = membersOf(message);
    const texts = Object.entries(membersOf(attributes)).map(([name, value]) => [name, String(value)]);
    return {
      ackId: String(ackId),
      publishedAt: Date.parse(String(publishTime)),
      message: {
        data: Buffer.from(typeof data === "string" ? data : "", "base64"),
        attributes: Object.fromEntries(texts),
      },
    };
  });
}
