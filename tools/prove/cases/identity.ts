import type { Event } from "../../../functions/runtime/define/handler.ts";
import { type Finding, finding } from "../rules/finding.ts";
import { toMessage } from "../samples.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { variantOf } from "../variant.ts";
import { type Case, conclude } from "./case.ts";
import { doingOf } from "./doing.ts";
import { ofEachAddress } from "./person.ts";
import { arrange, type CleanRun, ofWhole, PROCESSED, type Situation } from "./situation.ts";

const IDENTITY = "what tells events apart";

/** Another event of the same person at the same time, which only its identity tells from the first. */
const OTHERS: Readonly<Record<string, (event: Event) => Event>> = {
  "two sources, one id": (event) => ({ ...event, source: "/sources/another" }),
  "two events of a person": (event) => ({ ...event, id: `${event.id}-another` }),
};

/**
 * Two events make as many happenings as each of them alone (messages, tracked events: what stand-ins call so), and nothing that
 * one event does is taken for something else that it does.
 */
export function identityCases({ situation }: CleanRun): Case[] {
  if (situation.state === PROCESSED) return [];
  const { handler, sample } = situation;
  const pairs = Object.entries(OTHERS).map(([disturbance, other]) =>
    identityCase(situation, disturbance, [
      sample.event,
      variantOf(other(sample.event), { validate: handler.validate, mark: "another" }),
    ]),
  );
  return [identityCase(situation, "all effects of one event", [sample.event]), ...pairs, addressCase(situation)];
}

const ADDRESS = "every kind of address";

/** Whoever somebody is, the same is done: as many records of each kind, by the same calls. */
function addressCase(situation: Situation): Case {
  const { handler, sample } = situation;
  const events = ofEachAddress(sample.event, handler.validate);
  return {
    ...ofWhole(situation, { property: "identity", place: IDENTITY, disturbance: ADDRESS }),
    async run(simulation) {
      const findings: Finding[] = [];
      let plain: string | undefined;
      for (const event of events) {
        const { outline } = await doingOf(simulation, situation, event);
        plain ??= outline;
        if (outline !== plain)
          findings.push(finding("identity", `does something else for an address like ${shown(event.subject)}`));
      }
      return conclude(simulation, "identity", [takeSnapshot(simulation)], findings);
    },
  };
}

/** All but the middle of a long one. */
function shown(address: string): string {
  return address.length > 40 ? `${address.slice(0, 12)}… of ${address.length} characters` : address;
}

function identityCase(situation: Situation, disturbance: string, events: readonly Event[]): Case {
  return {
    ...ofWhole(situation, { property: "identity", place: IDENTITY, disturbance }),
    async run(simulation) {
      const alone: Happenings[] = [];
      for (const event of events.length > 1 ? events : [])
        alone.push(await happeningsOf(simulation, situation, [event]));
      const together = await happeningsOf(simulation, situation, events);
      const findings = [...mistakenFindings(simulation, events), ...missingFindings(situation, alone, together)];
      return conclude(simulation, "identity", [takeSnapshot(simulation)], findings);
    },
  };
}

/** How many there are, by system and kind. */
type Happenings = ReadonlyMap<string, number>;

async function happeningsOf(
  simulation: Simulation,
  { handler, state }: Situation,
  events: readonly Event[],
): Promise<Happenings> {
  arrange(simulation, events, state);
  const before = count(simulation);
  const subscription = subscribe(simulation, handler);
  for (const event of events) await deliverUntilAcknowledged(subscription, toMessage(event));
  await drain(simulation);
  return new Map([...count(simulation)].map(([kind, number]) => [kind, number - (before.get(kind) ?? 0)]));
}

function count({ systems }: Simulation): Happenings {
  return new Map(
    systems.flatMap((system) => {
      const state = system.state();
      return (system.happenings ?? []).map((kind): [string, number] => [
        `${system.name} ${kind}`,
        state[kind]?.length ?? 0,
      ]);
    }),
  );
}

function missingFindings(
  { handler: { handler, declared } }: Situation,
  alone: readonly Happenings[],
  together: Happenings,
): Finding[] {
  const firstDecides = new Set(
    (declared.arrivalDecides ?? []).filter(({ other }) => other === handler.eventType).map(({ records }) => records),
  );
  return [...together].flatMap(([kind, number]) => {
    const expected = alone.reduce((sum, one) => sum + (one.get(kind) ?? 0), 0);
    if (number >= expected || firstDecides.has(kind)) return [];
    return [finding("identity", `takes one event for another: of ${kind} there are ${number} in place of ${expected}`)];
  });
}

function mistakenFindings({ systems }: Simulation, events: readonly Event[]): Finding[] {
  const whose = events.length === 1 ? "two effects of one event" : "two events";
  const operations = systems.flatMap((system) => system.mistaken?.(system.state()) ?? []);
  return [...new Set(operations)].map((operation) =>
    finding("identity", `gives ${whose} one id: ${operation} is dropped as a repetition of another`),
  );
}
