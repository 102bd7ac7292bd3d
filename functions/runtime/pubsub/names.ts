/** The topic that genuine payloads go to when they are refused: raw, with the reason, until the schema is mended. */
export const REJECTED_TOPIC = "webhook.rejected";

/** The topic that people put dead letters into that nobody needs, with the reason. */
export const DISCARDED_TOPIC = "dead-letter.discarded";

/** The topic of what handlers have sent to a system that may drop it, for the sweep to look for; its subscription has the same name. */
export const SENT_TOPIC = "call.sent";

/** The topic that a handler's messages go to when it gives up on them; its subscription has the same name. */
export function deadLetterTopic(handler: string): string {
  return `${handler}.dead-letter`;
}
