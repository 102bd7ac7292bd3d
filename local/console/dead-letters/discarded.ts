import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Held } from "./leases.ts";

const PREFIX = "discarded-";
/**
 * The former id of a quarantined webhook that was restored under a new message id, so that the noted id still finds it.
 */
export const FORMER_ID = "rejected-former-id";

/** Why a letter was discarded, and from where. */
export interface Discarded {
  readonly because: string;
  /** Without prefix. */
  readonly from: string;
  /** RFC 3339. */
  readonly at: string;
  /** Its former message id, which it keeps here; empty if unknown. */
  readonly messageId: string;
}

/** The message for the topic of discarded letters. */
export function asDiscarded(message: Message, { because, from, at, messageId }: Discarded): Message {
  const said = { because, from, at, "message-id": messageId };
  const attributes = Object.entries(said).map(([name, value]) => [PREFIX + name, value]);
  return { ...message, attributes: { ...message.attributes, ...Object.fromEntries(attributes) } };
}

/** Restores a discarded message to its original form, with the details of the discard. */
export function readDiscarded(held: Held): { readonly held: Held; readonly discarded: Discarded } {
  const said = (name: string) => held.message.attributes[PREFIX + name] ?? "";
  const attributes = Object.entries(held.message.attributes).filter(([name]) => !name.startsWith(PREFIX));
  return {
    held: { ...held, message: { ...held.message, attributes: Object.fromEntries(attributes) } },
    discarded: { because: said("because"), from: said("from"), at: said("at"), messageId: said("message-id") },
  };
}
