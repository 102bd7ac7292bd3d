import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { Held } from "./leases.ts";

const PREFIX = "discarded-";
/** Of a quarantined webhook that was brought back, and is another message since: whoever has noted its id still finds it. */
export const FORMER_ID = "rejected-former-id";

/** Why somebody has given a letter up, and where it lay. */
export interface Discarded {
  readonly because: string;
  /** The topic, without prefix. */
  readonly from: string;
  /** RFC 3339. */
  readonly at: string;
  /** The message's id where it lay, by which it is called here too; empty where none was kept. */
  readonly messageId: string;
}

/** The message as it lies in the topic of the discarded. */
export function asDiscarded(message: Message, { because, from, at, messageId }: Discarded): Message {
  const said = { because, from, at, "message-id": messageId };
  const attributes = Object.entries(said).map(([name, value]) => [PREFIX + name, value]);
  return { ...message, attributes: { ...message.attributes, ...Object.fromEntries(attributes) } };
}

/** What lies in the topic of the discarded, as it was before, with what was said of it. */
export function readDiscarded(held: Held): { readonly held: Held; readonly discarded: Discarded } {
  const said = (name: string) => held.message.attributes[PREFIX + name] ?? "";
  const attributes = Object.entries(held.message.attributes).filter(([name]) => !name.startsWith(PREFIX));
  return {
    held: { ...held, message: { ...held.message, attributes: Object.fromEntries(attributes) } },
    discarded: { because: said("because"), from: said("from"), at: said("at"), messageId: said("message-id") },
  };
}
