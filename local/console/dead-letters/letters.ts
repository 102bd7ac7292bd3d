import { DEAD_LETTER_PREFIX, type Message } from "../../../functions/runtime/pubsub/message.ts";
import { deadLetterTopic } from "../../../functions/runtime/pubsub/names.ts";
import { type Discarded, FORMER_ID, readDiscarded } from "./discarded.ts";
import type { Held } from "./leases.ts";
import type { Declarations } from "./place.ts";

/** What Pub/Sub itself adds when it dead-letters: https://cloud.google.com/pubsub/docs/dead-letter-topics */
export const PUBSUB_PREFIX = "CloudPubSub";

/** Why it lies here, as the runtime wrote it. */
export interface WrittenReason {
  readonly code: string;
  readonly system?: string;
  readonly operation?: string;
  readonly field?: string;
  /** Of a quarantined webhook: whether the field is not there. */
  readonly isMissing?: boolean;
  /** Of a quarantined webhook: the whole sentence. */
  readonly text?: string;
}

/** A held message as a person thinks of it. */
export interface Letter {
  /** A handler's event, or a webhook that a source has put in quarantine. */
  readonly kind: "dead-letter" | "rejected";
  readonly held: Held;
  /** The event's id; the message's where there is no event. */
  readonly id: string;
  /** The handler that failed. */
  readonly handler?: string;
  /** The name of the source that it came through. */
  readonly source?: string;
  /** The event's type. */
  readonly type?: string;
  /** Undefined when Pub/Sub dead-lettered it: the function crashed or timed out, and nobody was left to give a reason. */
  readonly reason?: WrittenReason;
  /** Of a webhook that was discarded and brought back: by which id it was called before, as it has none of its own. */
  readonly formerId?: string;
  /** Of one that somebody has given up. */
  readonly discarded?: Discarded;
}

/** Takes any message whatever: what it does not say of itself is left out. */
export function readLetter(held: Held, manifest: Declarations, prefix: string): Letter {
  switch (manifest.topics[held.topic]?.kind) {
    case "rejected":
      return readRejected(held);
    case "discarded":
      return readGivenUp(held, manifest, prefix);
    default:
      return readDeadLetter(held, manifest, prefix);
  }
}

/** As it is read where it lay; held where it lies. */
function readGivenUp(held: Held, manifest: Declarations, prefix: string): Letter {
  const { held: before, discarded } = readDiscarded(held);
  const lay = { ...before, topic: discarded.from, messageId: discarded.messageId || before.messageId };
  const isRejected = manifest.topics[discarded.from]?.kind === "rejected";
  const letter = isRejected ? readRejected(lay) : readDeadLetter(lay, manifest, prefix);
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

function readDeadLetter(held: Held, manifest: Declarations, prefix: string): Letter {
  const { attributes } = held.message;
  return {
    kind: "dead-letter",
    held,
    id: attributes["ce-id"] || held.messageId,
    ...given("handler", handlerOf(held, manifest, prefix)),
    ...given("source", attributes["ce-source"]?.replace(/^\/sources\//, "")),
    ...given("type", attributes["ce-type"]),
    ...reasonFrom(attributes, DEAD_LETTER_PREFIX),
  };
}

/** The runtime names it; Pub/Sub names the subscription, which is called as the handler is; else the topic tells. */
function handlerOf(
  { topic, message: { attributes } }: Held,
  { functions }: Declarations,
  prefix: string,
): string | undefined {
  const subscription = attributes[`${PUBSUB_PREFIX}DeadLetterSourceSubscription`];
  const withoutPrefix = subscription?.startsWith(prefix) ? subscription.slice(prefix.length) : subscription;
  return (
    attributes[`${DEAD_LETTER_PREFIX}handler`] ||
    withoutPrefix ||
    Object.keys(functions).find((name) => deadLetterTopic(name) === topic)
  );
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
  return (value ? { [name]: value } : {}) as { readonly [key in Name]?: string }; // a computed key loses its name
}

/** By its event's id or its message's, of one that is or was discarded also by that which it had before. */
export function isCalled({ id, held, formerId, discarded }: Letter, wanted: string): boolean {
  return [id, held.messageId, formerId, discarded?.messageId].includes(wanted);
}

export const NO_REASON = "no reason given: crashed or timed out";

/** In one line: INVALID_FIELD salesforce POST /sobjects/Lead Phone. */
export function reasonLine({ reason }: Pick<Letter, "reason">): string {
  if (reason === undefined) return NO_REASON;
  const field = reason.isMissing === true ? `${reason.field ?? ""} missing` : reason.field;
  return [reason.code, reason.system, reason.operation, field].filter((part) => part !== undefined).join(" ");
}
