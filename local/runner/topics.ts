import type { Broker } from "../pubsub/broker.ts";
import type { Manifest, ManifestSubscription } from "../../tools/build/manifest.ts";
import { PROJECT } from "./development.ts";

/** So that people and tests see a retry in a second and not in ten minutes; everything else is as in the cloud. */
const BACKOFF_SCALE = 1 / 100;

/** Creates what the manifest declares and the broker does not have yet, as Terraform would. */
export function createTopics(broker: Broker, manifest: Manifest): void {
  const { topics, subscriptions } = broker.state();
  const present = new Set([...topics, ...subscriptions.map(({ name }) => name)]);
  for (const topic of Object.keys(manifest.topics)) {
    if (!present.has(topicPath(topic))) broker.createTopic({ name: topicPath(topic) });
  }
  for (const [name, subscription] of Object.entries(manifest.subscriptions)) {
    if (!present.has(subscriptionPath(name))) broker.createSubscription(resourceOf(name, subscription));
  }
}

export function topicPath(topic: string): string {
  return `projects/${PROJECT}/topics/${topic}`;
}

export function subscriptionPath(subscription: string): string {
  return `projects/${PROJECT}/subscriptions/${subscription}`;
}

/** A push endpoint's URL says which function it is; the runner delivers there. */
export function endpointOf(functionName: string): string {
  return `http://${functionName}.function.invalid/`;
}

function resourceOf(name: string, { topic, push, ordered, ackDeadlineSeconds, retryPolicy, deadLetterPolicy }: ManifestSubscription) {
  return {
    name: subscriptionPath(name),
    topic: topicPath(topic),
    enableMessageOrdering: ordered,
    ackDeadlineSeconds,
    ...(push !== undefined && { pushConfig: { pushEndpoint: endpointOf(push) } }),
    ...(retryPolicy !== undefined && {
      retryPolicy: {
        minimumBackoff: `${retryPolicy.minimumBackoffSeconds * BACKOFF_SCALE}s`,
        maximumBackoff: `${retryPolicy.maximumBackoffSeconds * BACKOFF_SCALE}s`,
      },
    }),
    ...(deadLetterPolicy !== undefined && {
      deadLetterPolicy: { deadLetterTopic: topicPath(deadLetterPolicy.topic), maxDeliveryAttempts: deadLetterPolicy.maxDeliveryAttempts },
    }),
  };
}
