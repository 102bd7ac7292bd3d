import type { Message, NewMessage } from "./messages.ts";

/**
 * Builds a dead letter with its documented attributes:
 * https://cloud.google.com/pubsub/docs/handling-failures#dead_letter_topic
 */
export function deadLetter(name: string, message: Message, attempts: number): NewMessage {
  const [, project = "", , subscription = ""] = name.split("/");
  const attributes = {
    ...message.attributes,
    CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
    CloudPubSubDeadLetterSourceSubscription: subscription,
    CloudPubSubDeadLetterSourceSubscriptionProject: project,
    CloudPubSubDeadLetterSourceTopicPublishTime: new Date(message.publishTime).toISOString().replace("Z", "+00:00"),
  };
  return { ...message, attributes };
}
