import type { ManifestSubscription } from "../../bundler/write/manifest.ts";
import type { World } from "./world.ts";

type Named = readonly [string, ManifestSubscription];

/** Those that a function takes from. */
export function handled({ manifest }: World): readonly Named[] {
  return Object.entries(manifest.subscriptions).filter(([, one]) => one.deadLetterPolicy !== undefined);
}

/** Dead letters, quarantine and what was discarded: people take from these. */
export function kept({ manifest }: World): readonly Named[] {
  return Object.entries(manifest.subscriptions).filter(([, one]) => one.deadLetterPolicy === undefined);
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription */
export function readSubscription({ google, project, prefix }: World, name: string): Promise<unknown> {
  return google.get("pubsub", `/v1/projects/${project}/subscriptions/${prefix}${name}`, "pubsub.subscriptions.get");
}

/** `2678400s`, as Google writes durations; 0 where there is none. */
export function seconds(duration: string): number {
  return Number.parseFloat(duration) || 0;
}
