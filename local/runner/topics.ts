import type { Broker } from "../pubsub/state/broker.ts";
import type { Manifest, ManifestSubscription } from "../../bundler/manifest.ts";
import { PROJECT } from "./development.ts";

/** So that people and tests see a retry in a second and not in ten minutes; everything else is as in the cloud. */
const BACKOFF_SCALE = 1 / 100;

/** Creates what the manifest declares and the broker does not have yet, as Terraform would, and drops what `before` alone has. */
export function createTopics(broker: Broker, manifest: Manifest, before = manifest): void {
  for (const name of Object.keys(before.subscriptions)) {
    if (!(name in manifest.subscriptions)) broker.deleteSubscription(subscriptionPath(name));
  }
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

const FUNCTION_HOST = ".function.invalid";

/** A push endpoint's URL says which function it is; the runner delivers there. */
export function endpointOf(functionName: string): string {
  return `http://${functionName}${FUNCTION_HOST}/`;
}

/** The function's name in a push endpoint. */
export function functionNameIn(endpoint: string): string {
  return new URL(endpoint).hostname.slice(0, -FUNCTION_HOST.length);
}

function resourceOf(
  name: string,
  { topic, push, ordered, ackDeadlineSeconds, retryPolicy, deadLetterPolicy }: ManifestSubscription,
) {
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
      deadLetterPolicy: {
        deadLetterTopic: topicPath(deadLetterPolicy.topic),
        maxDeliveryAttempts: deadLetterPolicy.maxDeliveryAttempts,
      },
    }),
  };
}
