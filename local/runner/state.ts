import type { Deliveries } from "./deliveries.ts";
import { subscriptionPath } from "./topics.ts";
import type { World } from "./world.ts";
import type { Manifest } from "../../tools/build/manifest.ts";

export interface StateOptions {
  readonly project: string;
  readonly world: World;
  readonly deliveries: Deliveries;
  readonly manifest: () => Manifest;
}

/** Everything that everyone outside holds: the vendors' records, and what lies in Pub/Sub. */
export function stateOf({ world, manifest }: StateOptions): object {
  const vendors = Object.entries(world.vendors).map(([name, vendor]) => [name, vendor.state()]);
  return { ...Object.fromEntries(vendors), pubsub: pubsubState(world, manifest()) };
}

function pubsubState({ pubsub: { broker } }: World, { topics }: Manifest): object {
  const state = broker.state();
  const lying = (kind: string) => Object.keys(topics).filter((topic) => topics[topic]?.kind === kind)
    .flatMap((topic) => state.messages(subscriptionPath(topic)).map((message) => readable(topic, message)));
  return {
    topics: state.topics.map(shortName),
    subscriptions: state.subscriptions.map(({ name, topic, undelivered }) => ({ name: shortName(name), topic: shortName(topic), undelivered })),
    deadLetters: lying("dead-letter"),
    rejected: lying("rejected"),
  };
}

function readable(topic: string, message: { readonly data?: string }): object {
  return { topic, ...message, data: Buffer.from(message.data ?? "", "base64").toString() };
}

function shortName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** Adds records as somebody working in the vendor's own console would. */
export function seedState(options: StateOptions, body: unknown): object {
  if (typeof body !== "object" || body === null) throw new Error('the body must be like {"salesforce": {"Contact": [{…}]}}');
  const seeds = Object.entries(body).map(([name, records]) => {
    const vendor = Object.hasOwn(options.world.vendors, name) ? options.world.vendors[name] : undefined;
    if (vendor === undefined) throw new Error(`"${name}" can't be seeded; there are ${Object.keys(options.world.vendors).join(", ")}`);
    return () => vendor.seed(records as Record<string, object[]>); // each vendor checks its own records
  });
  for (const seed of seeds) seed();
  return stateOf(options);
}

/** Back to the start state. Functions go on running, as in the cloud. */
export function resetState({ world, deliveries }: StateOptions): void {
  world.reset();
  world.pubsub.broker.clearMessages();
  deliveries.clear();
}
