/** The topic for genuine webhooks that were refused: raw, with the reason, until the schema is fixed. */
export const REJECTED_TOPIC = "webhook.rejected";

/** The topic for dead letters that people have discarded, with their reason. */
export const DISCARDED_TOPIC = "dead-letter.discarded";

/**
 * The topic of calls that handlers have sent to a system which may drop them, for the sweep to look for; its
 * subscription has the same name.
 */
export const SENT_TOPIC = "call.sent";

/** The topic for messages that a handler has given up; its subscription has the same name. */
export function deadLetterTopic(handler: string): string {
  return `${handler}.dead-letter`;
}
