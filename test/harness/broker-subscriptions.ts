import type { Subscriptions } from "../../functions/runtime/pubsub/subscriptions.ts";
import type { Broker } from "../../local/pubsub/broker/broker.ts";
import { subscriptionJson } from "../../local/pubsub/state/resources.ts";

/** The embedded Pub/Sub's subscriptions, without a socket. */
export function subscriptionsOf(broker: Broker): Subscriptions {
  return {
    async get(name) {
      const { labels = {}, ...state } = subscriptionJson(broker.getSubscription(name));
      return { ...state, labels };
    },
    async patch(name, change) {
      broker.updateSubscription(name, change, ["pushConfig", "labels"]);
    },
  };
}
