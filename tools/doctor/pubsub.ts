import type { Manifest } from "../../bundler/write/manifest.ts";
import type { ManifestSubscription } from "../../bundler/write/subscriptions.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import type { DeployedFunction, World } from "./world.ts";

type Named = readonly [string, ManifestSubscription];

/** Whether the copy was deployed with `sweep = true`: the sweep exists, or a handler makes notes for it. */
export function isSwept(functions: ReadonlyMap<string, DeployedFunction>): boolean {
  return functions.has(SWEEP) || [...functions.values()].some(({ settings }) => settings["SWEEP"] === "on");
}

/** The manifest as Terraform uses it with `sweep = false`. */
export function withoutSweep({ sweep: _, ...manifest }: Manifest): Manifest {
  const isSent = (topic: string) => manifest.topics[topic]?.kind === "sent";
  const without = <Value>(all: Readonly<Record<string, Value>>, topicOf: (one: readonly [string, Value]) => string) =>
    Object.fromEntries(Object.entries(all).filter((one) => !isSent(topicOf(one))));
  return {
    ...manifest,
    topics: without(manifest.topics, ([name]) => name),
    subscriptions: without(manifest.subscriptions, ([, { topic }]) => topic),
    functions: Object.fromEntries(
      Object.entries(manifest.functions).map(([name, one]) => [
        name,
        { ...one, publishes: one.publishes.filter((topic) => !isSent(topic)) },
      ]),
    ),
  };
}

/** Subscriptions that a function consumes. */
export function handled({ manifest }: World): readonly Named[] {
  return Object.entries(manifest.subscriptions).filter(([, one]) => one.deadLetterPolicy !== undefined);
}

/** Subscriptions for people (dead letters, quarantine, discarded letters), and the notes for the sweep. */
export function kept({ manifest }: World): readonly Named[] {
  return Object.entries(manifest.subscriptions).filter(([, one]) => one.deadLetterPolicy === undefined);
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription */
export function readSubscription({ google, project, prefix }: World, name: string): Promise<unknown> {
  return google.get("pubsub", `/v1/projects/${project}/subscriptions/${prefix}${name}`, "pubsub.subscriptions.get");
}

/** Seconds of a Google duration such as `2678400s`; 0 if there is none. */
export function seconds(duration: string): number {
  return Number.parseFloat(duration) || 0;
}
