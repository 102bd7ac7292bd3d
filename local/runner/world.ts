import { systemClock } from "../core/clock.ts";
import { createFaults, type Faults } from "../core/faults.ts";
import { findStandIns, openStandIn } from "../core/find.ts";
import { serve } from "../core/serve.ts";
import { createJournal, type Journal } from "../console/journal/journal.ts";
import type { System } from "../core/system.ts";
import { type Pubsub, startPubsub } from "../pubsub/api/server.ts";
import type { Push } from "../pubsub/delivery/push.ts";
import { readConfiguration } from "./configuration.ts";
import type { Addresses } from "./functions/environment.ts";

/** Everything outside ycat on this machine: Pub/Sub and the systems. */
export interface World {
  readonly addresses: Addresses;
  readonly pubsub: Pubsub;
  readonly systems: ReadonlyMap<string, System>;
  readonly faults: Faults;
  /** Resets the systems to their initial state: set up by the configuration, without people. */
  reset(): void;
  /** Adds what the configuration has come to refer to. */
  setUp(): void;
  close(): Promise<void>;
}

/** @param journal records what happens */
export async function startWorld(
  push: Push,
  journal: Journal = createJournal(() => undefined),
  given?: Faults,
): Promise<World> {
  const standIns = await findStandIns();
  const faults = given ?? createFaults(standIns);
  const surroundings = { clock: systemClock, faults: journal.watch(faults), random: Math.random };
  const systems = standIns.map((standIn) =>
    openStandIn(standIn, { ...surroundings, onChange: (change) => journal.changed(standIn.name, change) }),
  );
  const pubsub = await startPubsub({ push });
  pubsub.broker.onPublish(journal.published);
  pubsub.broker.onDelivery(journal.delivered);
  const servers = await Promise.all(systems.map((system) => serve(system.fetch, { observe: journal.observe(system) })));
  const settings = systems.map((system, index) => system.settings(servers[index]?.url ?? ""));
  const world: World = {
    addresses: { pubsub: pubsub.host, settings: Object.assign({}, ...settings) },
    pubsub,
    systems: new Map(systems.map((system) => [system.name, system])),
    faults,
    reset() {
      faults.clear();
      for (const system of systems) system.reset();
      world.setUp();
    },
    setUp() {
      const configuration = readConfiguration();
      for (const system of systems) system.setUp(configuration);
    },
    close: async () => void (await Promise.all([pubsub, ...servers].map((one) => one.close()))),
  };
  world.reset();
  return world;
}
