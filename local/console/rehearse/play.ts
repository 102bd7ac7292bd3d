import type { Clock } from "../../../functions/runtime/clock.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { createFaults } from "../../core/faults.ts";
import { openStandIn } from "../../core/find.ts";
import { inProcessFetch } from "../../core/in-process.ts";
import type { System } from "../../core/system.ts";
import { readConfiguration } from "../../runner/configuration.ts";
import type { EventEffect } from "../contract/effects.ts";
import { createChanges, shownChange } from "../journal/changes.ts";
import type { SeenRecords } from "./fetch.ts";
import { type Cast, openRehearsal } from "./open-rehearsal.ts";

interface PlayOptions extends Omit<Cast, "settings" | "fetch"> {
  /** The systems' initial records, besides what the configuration refers to. */
  readonly records: SeenRecords;
  readonly clock: Clock;
}

const MOST_CHANGES = 10_000;

/**
 * Runs a handler in this process against its own stand-ins, including writes, and returns the changes.
 * @throws a sentence if a stand-in refuses a record
 */
export async function playAlone(message: Message, { records, ...cast }: PlayOptions): Promise<EventEffect> {
  const { standIns, clock } = cast;
  const changes = createChanges(MOST_CHANGES);
  const systems = standIns.map((standIn) => {
    const onChange = (change: Parameters<typeof changes.note>[2]) => changes.note(undefined, standIn.name, change);
    return openStandIn(standIn, { clock, faults: createFaults(standIns), random: Math.random, onChange });
  });
  const configuration = readConfiguration();
  for (const system of systems) {
    system.reset();
    system.setUp(configuration);
    const own = records[system.name];
    if (own !== undefined)
      system.seed(Object.fromEntries(Object.entries(own).map(([kind, some]) => [kind, [...some]])));
  }
  changes.settle();
  const play = openRehearsal({
    ...cast,
    standIns: standIns.map((standIn) => ({ ...standIn, rehearsal: everythingIsMade })),
    settings: Object.assign({}, ...systems.map((system) => system.settings(originOf(system)))),
    fetch: reaching(systems),
  });
  const { effect } = await play(message);
  return {
    ...effect,
    records: changes
      .settle()
      .map(shownChange)
      .map(({ system, kind, id, what, fields }) => ({ system, kind, id, what, isBeforeKnown: true, fields })),
  };
}

/** Every write may go to a stand-in. */
const everythingIsMade = { isRead: () => true, write: () => Promise.resolve(undefined) };

function originOf({ name }: System): string {
  return `https://${name}.invalid`;
}

function reaching(systems: readonly System[]): Cast["fetch"] {
  return inProcessFetch((request) => {
    const { origin } = new URL(request.url);
    const system = systems.find((one) => originOf(one) === origin);
    return system === undefined ? Promise.reject(new TypeError(`nobody is at ${origin}`)) : system.fetch(request);
  });
}
