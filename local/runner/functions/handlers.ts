import type { Manifest, ManifestFunction } from "../../../bundler/write/manifest.ts";
import { KEEPER, type KeptHandler } from "../../../functions/runtime/keeper/handlers.ts";
import { SWEEP } from "../../../functions/runtime/sweep/sweep.ts";
import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import type { Broker } from "../../pubsub/broker/broker.ts";
import { endpointOf, subscriptionPath } from "./topics.ts";

/** All functions, including the keeper and the sweep. */
export function functionsOf({ functions, keeper, sweep }: Manifest): Readonly<Record<string, ManifestFunction>> {
  return { ...functions, [KEEPER]: keeper, ...(sweep && { [SWEEP]: sweep }) };
}

/** A handler as described to the keeper. */
interface KnownHandler extends Pick<KeptHandler, "subscription" | "systems" | "priority" | "dailyCalls"> {
  /** Null for a batch handler, which pulls. */
  readonly push: { readonly pushEndpoint: string } | null;
}

/** The keeper's description of handlers, which Terraform writes in the cloud. */
export function handlersOf({ functions, subscriptions }: Manifest): Readonly<Record<string, KnownHandler>> {
  const handled = Object.entries(subscriptions).flatMap(([name, { push, pull }]) => {
    const { uses = [], priority, dailyCalls = {} } = functions[push ?? pull ?? ""] ?? {};
    if (priority === undefined) return [];
    const config = push === undefined ? null : { pushEndpoint: endpointOf(push) };
    return [
      [name, { subscription: subscriptionPath(name), push: config, systems: uses, priority, dailyCalls }] as const,
    ];
  });
  return Object.fromEntries(handled);
}

/** Whether the keeper has anything to do. */
export function isAnyPaused(manifest: Manifest, broker: Broker): boolean {
  return Object.values(handlersOf(manifest)).some(({ subscription, push }) => {
    const { pushConfig, labels } = broker.getSubscription(subscription);
    return pauseOf({ labels, ...(pushConfig && { pushConfig }) }, push !== null) !== undefined;
  });
}
