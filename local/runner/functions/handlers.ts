import type { Manifest, ManifestFunction } from "../../../bundler/write/manifest.ts";
import { KEEPER } from "../../../functions/runtime/keeper/handlers.ts";
import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import type { Broker } from "../../pubsub/state/broker.ts";
import { endpointOf, subscriptionPath } from "./topics.ts";

/** All functions that run: the keeper besides those that people write. */
export function functionsOf({ functions, keeper }: Manifest): Readonly<Record<string, ManifestFunction>> {
  return { ...functions, [KEEPER]: keeper };
}

/** What the keeper is told of handlers: by Terraform in the cloud. */
export function handlersOf({ functions, subscriptions }: Manifest): object {
  const handled = Object.entries(subscriptions).flatMap(([name, { push, pull }]) => {
    const { uses = [], priority } = functions[push ?? pull ?? ""] ?? {};
    if (priority === undefined) return [];
    const config = push === undefined ? null : { pushEndpoint: endpointOf(push) };
    return [[name, { subscription: subscriptionPath(name), push: config, systems: uses, priority }] as const];
  });
  return Object.fromEntries(handled);
}

/** Whether the keeper has anything to see to. */
export function isAnyPaused({ subscriptions }: Manifest, broker: Broker): boolean {
  return Object.entries(subscriptions).some(([name, { push, pull }]) => {
    if (push === undefined && pull === undefined) return false;
    const { pushConfig, labels } = broker.getSubscription(subscriptionPath(name));
    return pauseOf({ labels, ...(pushConfig && { pushConfig }) }, push !== undefined) !== undefined;
  });
}
