import { subscriptionPath } from "../../runner/functions/topics.ts";
import type { Console } from "../console.ts";
import type { Topology } from "../contract/topology.ts";

/** The topology from the build's manifest, with current traffic. */
export function topologyOf({ manifest, journal: { rates }, world, handlers: desk }: Console): Topology {
  const { functions, topics, subscriptions } = manifest();
  const isEvent = (topic: string) => topics[topic]?.kind === "event";
  const waiting = new Map(world.pubsub.broker.state().subscriptions.map((one) => [one.name, one.undelivered]));
  const paused = new Set(desk.list().flatMap((one) => (one.paused === null ? [] : [one.name])));
  const sources = Object.entries(functions).filter(([, { kind }]) => kind === "source");
  const handlers = Object.entries(functions).filter(([, { kind }]) => kind !== "source");
  const used = new Set(handlers.flatMap(([, { uses = [] }]) => uses));
  return {
    sources: sources.map(([name, { publishes }]) => ({
      name,
      topics: publishes.filter(isEvent),
      perMinute: rates.perMinute(`source ${name}`),
    })),
    topics: Object.keys(topics)
      .filter(isEvent)
      .map((name) => ({ name, perMinute: rates.perMinute(`topic ${name}`) })),
    handlers: handlers.map(([name, { kind, uses = [] }]) => ({
      name,
      topic: subscriptions[name]?.topic ?? "",
      systems: uses,
      isBatch: kind === "batch",
      perMinute: rates.perMinute(`handler ${name}`),
      backlog: waiting.get(subscriptionPath(name)) ?? 0,
      isPaused: paused.has(name),
    })),
    systems: [...used].map((name) => ({ name, perMinute: rates.perMinute(`system ${name}`) })),
  };
}
