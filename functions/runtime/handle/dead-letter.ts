import type { Reason } from "../define/errors.ts";
import { DEAD_LETTER_PREFIX, type Delivery, type Message } from "../pubsub/message.ts";

/** Why a handler gave a message up. */
export interface LetterReason extends Reason {
  /** The error's text, if it is safe to show. */
  readonly text?: string | undefined;
}

/** The original message with the reason it was given up. Its data is passed on unchanged. */
export function encodeDeadLetter(
  { message, messageId, attempt }: Delivery,
  handler: string,
  reason: LetterReason,
  now: number,
): Message {
  const why: Record<string, string | undefined> = {
    handler,
    code: reason.code,
    system: reason.system,
    operation: reason.operation,
    field: reason.field,
    reason: reason.text,
    status: reason.status?.toString(),
    attempt: attempt?.toString(),
    "message-id": messageId,
    time: new Date(now).toISOString(),
  };
  const given = Object.entries(why).flatMap(([name, value]) =>
    value === undefined ? [] : [[DEAD_LETTER_PREFIX + name, value.slice(0, 256)]],
  );
  return { ...message, attributes: { ...message.attributes, ...Object.fromEntries(given) } };
}
