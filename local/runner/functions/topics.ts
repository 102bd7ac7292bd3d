import type { Broker } from "../../pubsub/broker/broker.ts";
import type { Manifest } from "../../../bundler/write/manifest.ts";
import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";

/** The project of everything that runs locally. */
export const PROJECT = "ycat-local";

/** So that people and tests see a retry after seconds instead of minutes; everything else is as in the cloud. */
const BACKOFF_SCALE = 1 / 100;

/** Creates what the manifest declares, as Terraform would. */
export function createTopics(broker: Broker, manifest: Manifest): void {
  changeTopics(broker, { topics: {}, subscriptions: {} }, manifest);
}

type Declared = Pick<Manifest, "topics" | "subscriptions">;

/** Deletes what only `before` has, creates what is new, and applies changes. Messages are kept where possible. */
export function changeTopics(broker: Broker, before: Declared, after: Declared): void {
  for (const [name, subscription] of Object.entries(before.subscriptions)) {
    if (isReplaced(subscription, after.subscriptions[name])) broker.deleteSubscription(subscriptionPath(name));
  }
  for (const topic of Object.keys(before.topics)) {
    if (!(topic in after.topics)) broker.deleteTopic(topicPath(topic));
  }
  for (const topic of Object.keys(after.topics)) {
    if (!(topic in before.topics)) broker.createTopic({ name: topicPath(topic) });
  }
  for (const [name, subscription] of Object.entries(after.subscriptions)) {
    const resource = resourceOf(name, subscription);
    const old = before.subscriptions[name];
    if (old === undefined || isReplaced(old, subscription)) broker.createSubscription(resource);
    else broker.updateSubscription(resource.name, resource, ["ackDeadlineSeconds", "retryPolicy", "deadLetterPolicy"]);
  }
}

/** Whether Pub/Sub can't change it in place: Terraform also replaces the subscription then, and its backlog is lost. */
function isReplaced(before: ManifestSubscription, after: ManifestSubscription | undefined): boolean {
  const [was, is] = [before, after].map((one) => [one?.topic, one?.ordered, one?.push, one?.pull]);
  return JSON.stringify(was) !== JSON.stringify(is);
}

export function topicPath(topic: string): string {
  return `projects/${PROJECT}/topics/${topic}`;
}

export function subscriptionPath(subscription: string): string {
  return `projects/${PROJECT}/subscriptions/${subscription}`;
}

const FUNCTION_HOST = ".function.invalid";

/** The push endpoint's URL names the function; the runner delivers there. */
export function endpointOf(functionName: string): string {
  return `http://${functionName}${FUNCTION_HOST}/`;
}

/** The function's name in a push endpoint. */
export function functionNameIn(endpoint: string): string {
  return new URL(endpoint).hostname.slice(0, -FUNCTION_HOST.length);
}

function resourceOf(
  name: string,
  { topic, push, pull, ordered, ackDeadlineSeconds, retryPolicy, deadLetterPolicy }: ManifestSubscription,
) {
  return {
    name: subscriptionPath(name),
    topic: topicPath(topic),
    enableMessageOrdering: ordered,
    enableExactlyOnceDelivery: pull !== undefined,
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
