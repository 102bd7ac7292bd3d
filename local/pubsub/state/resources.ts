import type { Fields, WriteDuration } from "./fields.ts";
import { durationText, readBoolean, readDuration, readInteger, readObject, readText, readTextMap } from "./fields.ts";
import { readFilter } from "./filter.ts";
import { checkRange } from "./messages.ts";
import type { RetryPolicy } from "./retry.ts";
import { StatusError, invalid } from "./status.ts";

export interface Topic {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly retentionMs: number | undefined;
}

/** Where a message goes after this many failures. */
interface DeadLetterPolicy {
  readonly deadLetterTopic: string;
  readonly maxDeliveryAttempts: number;
}

interface PushConfig {
  readonly pushEndpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Stored and shown; no token is issued. */
  readonly oidcToken: { readonly serviceAccountEmail: string; readonly audience: string } | undefined;
}

export interface SubscriptionConfig {
  readonly name: string;
  readonly topic: string;
  readonly pushConfig: PushConfig | undefined;
  readonly ackDeadlineSeconds: number;
  readonly retentionMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly enableMessageOrdering: boolean;
  readonly retryPolicy: RetryPolicy | undefined;
  readonly deadLetterPolicy: DeadLetterPolicy | undefined;
  /** Selects the topic's messages to deliver; empty for all. */
  readonly filter: string;
  /** Invalid acknowledgements are refused. */
  readonly enableExactlyOnceDelivery: boolean;
  /** Acknowledged messages can be restored by a seek. */
  readonly retainAckedMessages: boolean;
  /** Stored and shown, but nothing expires here. */
  readonly expirationMs: number | undefined;
}

const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_RETENTION_MS = 7 * DAY_MS;
const RETENTION_MS = [10 * 60 * 1000, 31 * DAY_MS] as const;
const DEFAULT_EXPIRATION_MS = 31 * DAY_MS;

const TOPIC_FIELDS = ["name", "labels", "messageRetentionDuration", "state"];
const UNSUPPORTED_TOPIC_FIELDS = [
  "messageStoragePolicy",
  "kmsKeyName",
  "schemaSettings",
  "satisfiesPzs",
  "ingestionDataSourceSettings",
  "messageTransforms",
  "tags",
];
const SUBSCRIPTION_FIELDS = [
  "name",
  "topic",
  "pushConfig",
  "ackDeadlineSeconds",
  "retainAckedMessages",
  "messageRetentionDuration",
  "labels",
  "enableMessageOrdering",
  "expirationPolicy",
  "deadLetterPolicy",
  "retryPolicy",
  "enableExactlyOnceDelivery",
  "filter",
  "state",
  "topicMessageRetentionDuration",
];
const UNSUPPORTED_SUBSCRIPTION_FIELDS = [
  "detached",
  "bigqueryConfig",
  "bigtableConfig",
  "cloudStorageConfig",
  "messageTransforms",
  "analyticsHubSubscriptionInfo",
  "tags",
];

/** Refuses settings that the real service honours and this one would silently ignore. */
function refuse(fields: Fields, names: readonly string[]): void {
  const used = names.find((name) => fields[name] !== undefined && fields[name] !== "" && fields[name] !== false);
  if (used !== undefined) throw new StatusError("UNIMPLEMENTED", `The embedded Pub/Sub has no '${used}'.`);
}

/** Names as in https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names */
export function checkName(kind: "topics" | "subscriptions" | "snapshots", name: string): void {
  const [projects, project, kinds, id = "", ...rest] = name.split("/");
  const isName = /^[A-Za-z][\w.~+%-]{2,254}$/.test(id) && !id.toLowerCase().startsWith("goog");
  if (projects === "projects" && project && kinds === kind && isName && rest.length === 0) return;
  throw invalid(`Invalid [${kind}] name: (name=${name})`);
}

export function readTopic(value: unknown): Topic {
  const fields = readObject(value, "topic", [...TOPIC_FIELDS, ...UNSUPPORTED_TOPIC_FIELDS]);
  refuse(fields, UNSUPPORTED_TOPIC_FIELDS);
  const topic = {
    name: readText(fields, "name"),
    labels: readTextMap(fields, "labels"),
    retentionMs: readDuration(fields, "messageRetentionDuration"),
  };
  checkName("topics", topic.name);
  return topic;
}

/** Reads a Subscription of either API, fills in defaults and refuses what the real service refuses. */
export function readSubscription(value: unknown): SubscriptionConfig {
  const fields = readObject(value, "subscription", [...SUBSCRIPTION_FIELDS, ...UNSUPPORTED_SUBSCRIPTION_FIELDS]);
  refuse(fields, UNSUPPORTED_SUBSCRIPTION_FIELDS);
  const expiration = readObject(fields["expirationPolicy"], "expirationPolicy", ["ttl"]);
  const config: SubscriptionConfig = {
    name: readText(fields, "name"),
    topic: readText(fields, "topic"),
    pushConfig: readPushConfig(fields["pushConfig"]),
    ackDeadlineSeconds: readInteger(fields, "ackDeadlineSeconds") || 10,
    retentionMs: readDuration(fields, "messageRetentionDuration") ?? DEFAULT_RETENTION_MS,
    labels: readTextMap(fields, "labels"),
    enableMessageOrdering: readBoolean(fields, "enableMessageOrdering"),
    retryPolicy: readRetryPolicy(fields),
    deadLetterPolicy: readDeadLetterPolicy(fields),
    expirationMs: fields["expirationPolicy"] === undefined ? DEFAULT_EXPIRATION_MS : readDuration(expiration, "ttl"),
    retainAckedMessages: readBoolean(fields, "retainAckedMessages"),
    enableExactlyOnceDelivery: readBoolean(fields, "enableExactlyOnceDelivery"),
    filter: readText(fields, "filter"),
  };
  checkSubscription(config);
  return config;
}

function checkSubscription(config: SubscriptionConfig): void {
  checkName("subscriptions", config.name);
  checkRange("ack_deadline_seconds", config.ackDeadlineSeconds, 10, 600);
  checkRange("message_retention_duration", config.retentionMs, ...RETENTION_MS);
  readFilter(config.filter);
  if (config.enableExactlyOnceDelivery && config.pushConfig !== undefined) {
    throw invalid("Exactly-once delivery is not supported on push subscriptions.");
  }
}

function readPushConfig(value: unknown): PushConfig | undefined {
  const fields = readObject(value, "pushConfig", [
    "pushEndpoint",
    "attributes",
    "oidcToken",
    "pubsubWrapper",
    "noWrapper",
  ]);
  refuse(fields, ["noWrapper"]);
  const pushEndpoint = readText(fields, "pushEndpoint");
  if (pushEndpoint === "") return undefined;
  if (!URL.canParse(pushEndpoint) || !/^https?:/.test(pushEndpoint)) {
    throw invalid(`Invalid push endpoint given (endpoint=${pushEndpoint}).`);
  }
  const token = readObject(fields["oidcToken"], "oidcToken", ["serviceAccountEmail", "audience"]);
  const oidcToken = {
    serviceAccountEmail: readText(token, "serviceAccountEmail"),
    audience: readText(token, "audience"),
  };
  return {
    pushEndpoint,
    attributes: readTextMap(fields, "attributes"),
    oidcToken: fields["oidcToken"] === undefined ? undefined : oidcToken,
  };
}

function readRetryPolicy(fields: Fields): RetryPolicy | undefined {
  if (fields["retryPolicy"] === undefined) return undefined;
  const policy = readObject(fields["retryPolicy"], "retryPolicy", ["minimumBackoff", "maximumBackoff"]);
  const minimumBackoffMs = readDuration(policy, "minimumBackoff") ?? 10_000;
  const maximumBackoffMs = readDuration(policy, "maximumBackoff") ?? 600_000;
  checkRange("minimum_backoff", minimumBackoffMs, 0, 600_000);
  checkRange("maximum_backoff", maximumBackoffMs, 0, 600_000);
  if (minimumBackoffMs > maximumBackoffMs) throw invalid("The minimum backoff must not exceed the maximum backoff.");
  return { minimumBackoffMs, maximumBackoffMs };
}

function readDeadLetterPolicy(fields: Fields): DeadLetterPolicy | undefined {
  if (fields["deadLetterPolicy"] === undefined) return undefined;
  const policy = readObject(fields["deadLetterPolicy"], "deadLetterPolicy", ["deadLetterTopic", "maxDeliveryAttempts"]);
  const deadLetterTopic = readText(policy, "deadLetterTopic");
  const maxDeliveryAttempts = readInteger(policy, "maxDeliveryAttempts") || 5;
  checkName("topics", deadLetterTopic);
  checkRange("max_delivery_attempts", maxDeliveryAttempts, 5, 100);
  return { deadLetterTopic, maxDeliveryAttempts };
}

export const filled = (map: object) => Object.keys(map).length > 0;

/** The topic in an API's format. */
export function topicJson({ name, labels, retentionMs }: Topic, duration: WriteDuration = durationText) {
  return {
    name,
    ...(filled(labels) ? { labels } : {}),
    ...(retentionMs === undefined ? {} : { messageRetentionDuration: duration(retentionMs) }),
  };
}

/** The subscription in an API's format: Google's JSON, or gRPC's by its format of durations. */
export function subscriptionJson(config: SubscriptionConfig, duration: WriteDuration = durationText) {
  const { name, topic, pushConfig, ackDeadlineSeconds, retryPolicy, deadLetterPolicy, labels } = config;
  return {
    name,
    topic,
    pushConfig: pushConfig === undefined ? {} : pushConfigJson(pushConfig),
    ackDeadlineSeconds,
    ...(config.retainAckedMessages ? { retainAckedMessages: true } : {}),
    messageRetentionDuration: duration(config.retentionMs),
    ...(filled(labels) ? { labels } : {}),
    ...(config.enableMessageOrdering ? { enableMessageOrdering: true } : {}),
    expirationPolicy: config.expirationMs === undefined ? {} : { ttl: duration(config.expirationMs) },
    ...(deadLetterPolicy === undefined ? {} : { deadLetterPolicy }),
    ...(retryPolicy === undefined ? {} : { retryPolicy: retryPolicyJson(retryPolicy, duration) }),
    ...(config.enableExactlyOnceDelivery ? { enableExactlyOnceDelivery: true } : {}),
    ...(config.filter === "" ? {} : { filter: config.filter }),
    state: "ACTIVE",
  };
}

function pushConfigJson({ pushEndpoint, attributes, oidcToken }: PushConfig) {
  return {
    pushEndpoint,
    ...(filled(attributes) ? { attributes } : {}),
    ...(oidcToken === undefined ? {} : { oidcToken }),
  };
}

function retryPolicyJson({ minimumBackoffMs, maximumBackoffMs }: RetryPolicy, duration: WriteDuration) {
  return { minimumBackoff: duration(minimumBackoffMs), maximumBackoff: duration(maximumBackoffMs) };
}
