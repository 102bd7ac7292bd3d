import type { Event, EventType } from "../define/handler.ts";
import { isObject, jsonIn, membersOf } from "../objects.ts";

/** A Pub/Sub message as published: https://cloud.google.com/pubsub/docs/reference/rest/v1/PubsubMessage */
export interface Message {
  readonly data: Buffer;
  readonly attributes: Readonly<Record<string, string>>;
  readonly orderingKey?: string;
}

/** A Pub/Sub message as delivered by push. */
export interface Delivery {
  readonly message: Message;
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt: number;
  /** From 1; undefined where the subscription has no dead-letter policy or the emulator omits it. */
  readonly attempt?: number;
}

/** On a replayed message: the handler that failed. The topic's other handlers acknowledge the message at once. */
export const REPLAY_HANDLER = "replay-handler";

/**
 * Marks a drill's event: its first attempt is refused before the handler sees it, so that a second one can be observed.
 * No source writes this, and whoever may publish to the topic gains nothing by it.
 */
export const DRILL = { name: "drill", value: "refused once" } as const;

/** The attributes that say why a message is a dead letter. A replay removes them, and Pub/Sub's own. */
export const DEAD_LETTER_PREFIX = "dead-letter-";

/**
 * CloudEvents 1.0 in Pub/Sub's binary mode:
 * https://github.com/googleapis/google-cloudevents/blob/main/docs/spec/pubsub.md
 * @param isOrdered without it the message has no ordering key: docs/decisions/0015-what-no-handler-orders-is-published-together.md
 */
export function encodeEvent(event: Event, traceparent: string, isOrdered = true): Message {
  return {
    data: Buffer.from(JSON.stringify(event.data)),
    ...(isOrdered && { orderingKey: event.subject }),
    attributes: {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": event.id,
      "ce-source": event.source,
      "ce-type": event.type,
      "ce-subject": event.subject,
      "ce-time": event.time,
      "ce-dataschema": `/schemas/${event.type}.json`,
      traceparent,
    },
  };
}

/** The message's subject, from its attribute, since not every message has an ordering key. */
export function subjectOf({ attributes, orderingKey }: Message): string | undefined {
  return attributes["ce-subject"] ?? orderingKey;
}

/** What every event's message has. */
export const EVENT_ATTRIBUTES = ["ce-id", "ce-source", "ce-type", "ce-subject", "ce-time"] as const;

/** The event in a message's attributes, with its data not yet validated; or the name of what is missing. */
export function decodeEvent(message: Message): Omit<Event, "data"> | { readonly missing: string } {
  const { attributes } = message;
  for (const name of EVENT_ATTRIBUTES) {
    if (!attributes[name]) return { missing: name };
  }
  return {
    id: attributes["ce-id"] ?? "",
    source: attributes["ce-source"] ?? "",
    type: (attributes["ce-type"] ?? "") as EventType, // checked against the handler's own type before use
    subject: attributes["ce-subject"] ?? "",
    time: attributes["ce-time"] ?? "",
  };
}

/** Unlike toString, it leaves out a byte-order mark. */
const decoder = new TextDecoder();

/**
 * The delivery in a push request's body: https://cloud.google.com/pubsub/docs/push#receive_push Undefined for any other
 * body, which Pub/Sub has not sent.
 */
export function decodePush(body: Buffer): Delivery | undefined {
  const { message, deliveryAttempt: attempt } = membersOf(jsonIn(decoder.decode(body)));
  const { messageId, publishTime, data, attributes, orderingKey } = membersOf(message);
  // Emulators and programs that pass a push on write what is left out as null.
  const [text, given] = [data ?? "", attributes ?? {}];
  if (typeof messageId !== "string" || typeof text !== "string" || !isObject(given)) return undefined;
  const known = Object.entries(given).filter(([, value]) => value !== null);
  return {
    messageId,
    publishedAt: Date.parse(String(publishTime)),
    ...(typeof attempt === "number" && attempt > 0 ? { attempt } : {}),
    message: {
      data: Buffer.from(text, "base64"),
      attributes: Object.fromEntries(known.map(([name, value]) => [name, String(value)])),
      ...(typeof orderingKey === "string" && orderingKey !== "" ? { orderingKey } : {}),
    },
  };
}
