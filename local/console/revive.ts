import type { Message } from "../../functions/runtime/pubsub/message.ts";

/** A message as it was sent to or by a thread: threads pass a Buffer as plain bytes. */
export function revive(message: Message): Message {
  return { ...message, data: Buffer.from(message.data) };
}
