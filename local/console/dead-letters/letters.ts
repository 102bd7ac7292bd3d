import { DEAD_LETTER_PREFIX, type Message } from "../../../functions/runtime/pubsub/message.ts";
import type { LetterReason } from "../contract/dead-letters.ts";
import { type Discarded, FORMER_ID, readDiscarded } from "./discarded.ts";
import type { Held } from "./leases.ts";
import { type Declarations, handlerOfTopic } from "./place.ts";

/**
 * Prefix of the attributes that Pub/Sub adds when it dead-letters:
 * https://cloud.google.com/pubsub/docs/dead-letter-topics
 */
export const PUBSUB_PREFIX = "CloudPubSub";

/** The reason as written by the runtime. */
interface WrittenReason extends LetterReason {
  /** Quarantined webhooks: the full sentence. */
  readonly text?: string;
}

/** A held message, interpreted. */
export interface Letter {
  /** A handler's event, or a quarantined webhook of a source. */
  readonly kind: "dead-letter" | "rejected";
  readonly held: Held;
  /** The event's id; without an event, the message's. */
  readonly id: string;
  /** The handler that failed. */
  readonly handler?: string;
  /** The source it came through. */
  readonly source?: string;
  /** The event's type. */
  readonly type?: string;
  /** Undefined if Pub/Sub dead-lettered it: the function crashed or timed out, so that no reason was written. */
  readonly reason?: WrittenReason;
  /** For a restored webhook: its id before it was discarded. */
  readonly formerId?: string;
  /** For discarded letters. */
  readonly discarded?: Discarded;
}

/** Accepts any message; what it does not say is left out. */
export function readLetter(held: Held, manifest: Declarations, prefix: string): Letter {
  switch (manifest.topics[held.topic]?.kind) {
    case "rejected":
      return readRejected(held);
    case "discarded":
      return readGivenUp(held, manifest, prefix);
    default:
      return readDeadLetter(held, prefix);
  }
}

/** Reads it as in its former topic, and holds it in its present one. */
function readGivenUp(held: Held, manifest: Declarations, prefix: string): Letter {
  const { held: before, discarded } = readDiscarded(held);
  const lay = { ...before, topic: discarded.from, messageId: discarded.messageId || before.messageId };
  const isRejected = manifest.topics[discarded.from]?.kind === "rejected";
  const letter = isRejected ? readRejected(lay) : readDeadLetter(lay, prefix);
  return { ...letter, held: before, discarded };
}

function readRejected(held: Held): Letter {
  const { source, ...attributes } = held.message.attributes;
  return {
    kind: "rejected",
    held,
    id: held.messageId,
    ...given("source", source),
    ...given("formerId", attributes[FORMER_ID]),
    ...reasonFrom(attributes, "rejected-", "schema"),
  };
}

function readDeadLetter(held: Held, prefix: string): Letter {
  const { attributes } = held.message;
  return {
    kind: "dead-letter",
    held,
    id: attributes["ce-id"] || held.messageId,
    ...given("handler", handlerOf(held, prefix)),
    ...given("source", attributes["ce-source"]?.replace(/^\/sources\//, "")),
    ...given("type", attributes["ce-type"]),
    ...reasonFrom(attributes, DEAD_LETTER_PREFIX),
  };
}

/** From the runtime's attribute, Pub/Sub's subscription attribute (named after the handler), or the topic. */
function handlerOf({ topic, message: { attributes } }: Held, prefix: string): string | undefined {
  const subscription = attributes[`${PUBSUB_PREFIX}DeadLetterSourceSubscription`];
  const withoutPrefix = subscription?.startsWith(prefix) ? subscription.slice(prefix.length) : subscription;
  return attributes[`${DEAD_LETTER_PREFIX}handler`] || withoutPrefix || handlerOfTopic(topic);
}

function reasonFrom(
  attributes: Message["attributes"],
  prefix: string,
  defaultSystem?: string,
): { reason?: WrittenReason } {
  const code = attributes[`${prefix}code`];
  if (!code) return {};
  return {
    reason: {
      code,
      ...given("system", attributes[`${prefix}system`] ?? defaultSystem),
      ...given("operation", attributes[`${prefix}operation`]),
      ...given("field", attributes[`${prefix}field`]),
      ...(attributes[`${prefix}missing`] === "true" && { isMissing: true }),
      ...given("text", attributes[`${prefix}reason`]),
    },
  };
}

function given<Name extends string>(name: Name, value: string | undefined): { readonly [key in Name]?: string } {
  // A computed key loses its name in the type.
  return (value ? { [name]: value } : {}) as { readonly [key in Name]?: string };
}

/** Whether it has this event or message id, or had it before it was discarded. */
export function isCalled({ id, held, formerId, discarded }: Letter, wanted: string): boolean {
  return [id, held.messageId, formerId, discarded?.messageId].includes(wanted);
}

export const NO_REASON = "no reason given: crashed or timed out";

/** One line: INVALID_FIELD salesforce POST /sobjects/Lead Phone. */
export function reasonLine({ reason }: { readonly reason?: LetterReason | null }): string {
  if (!reason) return NO_REASON;
  const field = reason.isMissing === true ? `${reason.field ?? ""} missing` : reason.field;
  return [reason.code, reason.system, reason.operation, field].filter((part) => part !== undefined).join(" ");
}
