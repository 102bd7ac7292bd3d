import type { Console } from "../console.ts";
import { subscriptionPath } from "../../runner/functions/topics.ts";
import type { World } from "../../runner/world.ts";
import type { Manifest } from "../../../bundler/write/manifest.ts";

/** The entire state outside the functions: the systems' records and Pub/Sub's contents. */
export function stateOf({ world, manifest }: Console): object {
  const systems = [...world.systems].map(([name, system]) => [name, system.state()]);
  return { ...Object.fromEntries(systems), pubsub: pubsubState(world, manifest()) };
}

function pubsubState({ pubsub: { broker } }: World, { topics }: Manifest): object {
  const state = broker.state();
  const lying = (kind: string) =>
    Object.keys(topics)
      .filter((topic) => topics[topic]?.kind === kind)
      .flatMap((topic) =>
        state
          .messages(subscriptionPath(topic))
          .map((message) => ({ topic, ...message, data: Buffer.from(message.data ?? "", "base64").toString() })),
      );
  return {
    topics: state.topics.map(shortName),
    subscriptions: state.subscriptions.map(({ name, topic, undelivered }) => ({
      name: shortName(name),
      topic: shortName(topic),
      undelivered,
    })),
    deadLetters: lying("dead-letter"),
    rejected: lying("rejected"),
  };
}

function shortName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/**
 * Adds records as someone working in the system's own UI would. A system adds all of its records or none; systems have
 * no common transaction.
 */
export function seedState(console: Console, body: unknown): object {
  const { systems } = console.world;
  const seeds = entriesOf(body, 'the body must be like {"SYSTEM": {"KIND": [{…}]}}').map(([name, records]) => {
    const system = systems.get(name);
    if (system === undefined) throw new Error(`"${name}" can't be seeded; there are ${[...systems.keys()].join(", ")}`);
    const lists = entriesOf(records, `"${name}" must hold lists of records by their kind`);
    const strange = lists.find(([, list]) => !isListOfObjects(list));
    if (strange !== undefined) throw new Error(`"${strange[0]}" of "${name}" must be a list of records: [{…}]`);
    // Each system validates its own fields.
    return () => system.seed(Object.fromEntries(lists) as Record<string, object[]>);
  });
  for (const seed of seeds) seed();
  return stateOf(console);
}

function entriesOf(value: unknown, what: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(what);
  return Object.entries(value);
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null);
}

/**
 * Resets everything to the initial state. Functions keep running, as in the cloud, except those in the middle of a
 * delivery.
 */
export async function resetState({ world, journal, deliveries, pushes }: Console): Promise<void> {
  const interrupted = new Set(pushes.underWay().map(({ target }) => target));
  world.pubsub.broker.clearMessages();
  // What they have begun would continue in the new state.
  await Promise.all([...interrupted].map((one) => one.stop()));
  world.reset();
  deliveries.clear();
  journal.clear("all was reset");
}
