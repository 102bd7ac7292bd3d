import type { SubscriptionConfig } from "./resources.ts";
import { readSubscription, subscriptionJson } from "./resources.ts";
import { readObject } from "./fields.ts";
import { invalid } from "./status.ts";

const UPDATABLE = [
  "ackDeadlineSeconds",
  "deadLetterPolicy",
  "enableExactlyOnceDelivery",
  "expirationPolicy",
  "labels",
  "messageRetentionDuration",
  "pushConfig",
  "retainAckedMessages",
  "retryPolicy",
];

/** The subscription with the fields in an update mask replaced from the resource; whole fields only, no paths. */
export function updatedSubscription(
  current: SubscriptionConfig,
  resource: unknown,
  mask: readonly string[],
): SubscriptionConfig {
  if (mask.length === 0) throw invalid("The update_mask in the UpdateSubscriptionRequest must be set.");
  const names = Object.keys(readObject(Object.fromEntries(mask.map((name) => [name, true])), "updateMask", UPDATABLE));
  const from = readObject(resource, "subscription", [
    "name",
    "topic",
    "enableMessageOrdering",
    "filter",
    "state",
    ...UPDATABLE,
  ]);
  const changes = Object.fromEntries(names.map((name) => [name, from[name]]));
  return readSubscription({ ...subscriptionJson(current), ...changes });
}
