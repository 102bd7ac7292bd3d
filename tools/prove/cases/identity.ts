import type { Event } from "../../../functions/runtime/define/handler.ts";
import { watchCreated } from "../rules/effects-apart.ts";
import { type Finding, finding } from "../finding.ts";
import { toMessage } from "../events/samples.ts";
import type { Call } from "../simulation/call.ts";
import { deliverUntilAcknowledged, subscribe } from "../simulation/deliver.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { takeSnapshot } from "../simulation/snapshot.ts";
import { holdsWord } from "../simulation/traces.ts";
import { type Drawing, nearVariantOf, variantOf } from "../events/variant.ts";
import { type Case, conclude } from "./case.ts";
import { doingOf, outlineOf } from "./doing.ts";
import { ofEachAddress, withNearAddresses } from "./person.ts";
import { arrange, begin, type CleanRun, isPerson, ofWhole, PROCESSED, type Situation } from "./situation.ts";

const IDENTITY = "what tells events apart";

type Other = (event: Event, drawing: Drawing) => Event;

const another = (event: Event): Event => ({ ...event, id: `${event.id}-another` });
const anotherSaid: Other = (event, drawing) => variantOf(event, { ...drawing, mark: "another" });

/** Another event of the same person at the same time. Only its identity distinguishes it. */
const OTHERS: readonly (readonly [disturbance: string, says: string, Other])[] = [
  [
    "two sources, one id",
    "the second event has the first one's id, another source, and other values",
    (event, drawing) => anotherSaid({ ...event, source: "/sources/another" }, drawing),
  ],
  [
    "two events of a person",
    "the second event has another id and other values",
    (event, drawing) => anotherSaid(another(event), drawing),
  ],
  [
    "two events of a person that begin alike",
    "the second event has another id, and each of its texts another last letter",
    (event, drawing) => nearVariantOf(another(event), drawing, "last"),
  ],
  [
    "two events of a person that end alike",
    "the second event has another id, and each of its texts another first letter",
    (event, drawing) => nearVariantOf(another(event), drawing, "first"),
  ],
  ["two events of a person that say the same", "the second event has another id, and all else is the same", another],
];

/**
 * Two events cause as many messages and tracked events as each alone, and no effect of an event is confused with
 * another of its effects or with those of another source's event with the same id.
 */
export function identityCases({ situation }: CleanRun, fresh: readonly Call[]): Case[] {
  if (situation.state === PROCESSED) return [];
  const { handler, sample } = situation;
  const pairs = OTHERS.map(([disturbance, says, other]) => ({
    ...identityCase(situation, disturbance, [sample.event, other(sample.event, handler)]),
    says,
  }));
  const isOfPerson = isPerson(sample.event.subject);
  return [
    effectsCase(situation),
    ...pairs,
    addressCase(situation),
    ...(isOfPerson && fresh.length > 0 ? [nearAddressesCase(situation)] : []),
  ];
}

function effectsCase(situation: Situation): Case {
  return {
    ...ofWhole(situation, { property: "identity", place: IDENTITY, disturbance: "all effects of one event" }),
    async run(simulation) {
      const { event } = situation.sample;
      const subscription = await begin(simulation, situation);
      const created = watchCreated(simulation, event);
      simulation.intercept = created.intercept;
      await recording(simulation, () => deliverUntilAcknowledged(subscription, toMessage(event)));
      await drain(simulation);
      const findings = [...mistakenFindings(simulation, [event]), ...created.findings()];
      return conclude(simulation, "identity", [takeSnapshot(simulation)], findings);
    },
  };
}

const ADDRESS = "every kind of address";

/** The same happens whatever the address: as many records of each kind, with the same calls. */
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

/** People with nearly equal addresses are different people: each gets as much as when alone. */
function nearAddressesCase(situation: Situation): Case {
  const { handler, sample } = situation;
  const others = withNearAddresses(sample.event, handler.validate);
  // The events differ, so that people of one company don't share its record for that reason.
  const events = [
    sample.event,
    ...others.map((event, place) => variantOf(event, { ...handler, mark: `near ${place}` })),
  ];
  return {
    ...ofWhole(situation, { property: "identity", place: IDENTITY, disturbance: "people of nearly the same address" }),
    async run(simulation) {
      const alone: Counts[] = [];
      for (const event of events) alone.push((await doneWith(simulation, situation, [event], sample.event)).records);
      const { records } = await doneWith(simulation, situation, events);
      const findings = [...records].flatMap(([kind, number]) => {
        const expected = alone.reduce((sum, one) => sum + (one.get(kind) ?? 0), 0);
        if (number === expected || isOfDomain(takeSnapshot(simulation).get(kind) ?? [], sample.event)) return [];
        const rule = `takes people of nearly the same address for one: of ${kind} there are ${number} more in place of ${expected}`;
        return [finding("identity", rule)];
      });
      return conclude(simulation, "identity", [takeSnapshot(simulation)], findings);
    },
  };
}

/**
 * Whether the records belong to the address's domain, which everyone at a company shares: they mention it and no
 * person.
 */
function isOfDomain(records: readonly string[], { subject }: Event): boolean {
  const domain = subject.slice(subject.lastIndexOf("@") + 1);
  return records.every((record) => holdsWord(record, domain) && !record.includes(`@${domain}`));
}

/** A long address without its middle. */
function shown(address: string): string {
  return address.length > 40 ? `${address.slice(0, 12)}… of ${address.length} characters` : address;
}

function identityCase(situation: Situation, disturbance: string, events: readonly Event[]): Case {
  return {
    ...ofWhole(situation, { property: "identity", place: IDENTITY, disturbance }),
    async run(simulation) {
      const alone: Counts[] = [];
      for (const event of events) alone.push((await doneWith(simulation, situation, [event])).happenings);
      const [first, second] = events;
      const areAlike = first?.id === second?.id;
      const ofOtherIds = areAlike ? [first, second && another(second)].filter((event) => event !== undefined) : events;
      const apart = await doneWith(simulation, situation, ofOtherIds);
      const together = areAlike ? await doneWith(simulation, situation, events) : apart;
      const findings = [
        ...mistakenFindings(simulation, events),
        ...missingFindings(situation, alone, together.happenings),
        ...(together.outline === apart.outline ? [] : [finding("identity", ONE_FOR_ANOTHER)]),
      ];
      return conclude(simulation, "identity", [takeSnapshot(simulation)], findings);
    },
  };
}

const ONE_FOR_ANOTHER =
  "does something else with an event that has the id of another source's: a key has to be made of both";

/** Increase in records by system and kind. */
type Counts = ReadonlyMap<string, number>;

interface Done {
  readonly happenings: Counts;
  readonly records: Counts;
  /** The number of records of each kind, and the calls. */
  readonly outline: string;
}

async function doneWith(
  simulation: Simulation,
  { handler, state }: Situation,
  events: readonly Event[],
  whose?: Event,
): Promise<Done> {
  arrange(simulation, whose === undefined ? events : [whose, ...events], state);
  const [before, recordsBefore] = [count(simulation), countRecords(simulation)];
  const subscription = subscribe(simulation, handler);
  for (const event of events) await deliverUntilAcknowledged(subscription, toMessage(event));
  await drain(simulation);
  const happenings = added(before, count(simulation));
  const records = added(recordsBefore, countRecords(simulation));
  return { happenings, records, outline: outlineOf(simulation, takeSnapshot(simulation)) };
}

function added(before: Counts, after: Counts): Counts {
  return new Map([...after].map(([kind, number]) => [kind, number - (before.get(kind) ?? 0)]));
}

function countRecords(simulation: Simulation): Counts {
  return new Map([...takeSnapshot(simulation)].map(([kind, records]) => [kind, records.length]));
}

function count({ systems }: Simulation): Counts {
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
  alone: readonly Counts[],
  together: Counts,
): Finding[] {
  const firstDecides = new Set(
    (declared.arrivalDecides ?? [])
      .filter(({ other, fields }) => other === handler.eventType && fields.includes("*"))
      .map(({ records }) => records),
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
