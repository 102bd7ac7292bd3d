import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { StartingState } from "../../../local/core/circumstances.ts";
import type { System } from "../../../local/core/system.ts";
import { ofEachAddress } from "../cases/person.ts";
import { PROCESSED, statesFor, subjectOf } from "../cases/situation.ts";
import type { Candidate } from "../run/candidate.ts";
import { rewritten, type Sample, toMessage } from "../events/samples.ts";
import type { Call } from "../simulation/call.ts";
import {
  deliverTogetherUntilAcknowledged,
  deliverUntilAcknowledged,
  subscribe,
  type Subscription,
} from "../simulation/deliver.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { drain, recording, type Simulation } from "../simulation/simulation.ts";
import { type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { otherSubject, variantOf } from "../events/variant.ts";

/** A person whose messages are in a batch. */
interface Recipient {
  readonly state: string;
  /** Sorted by time. */
  readonly events: readonly Event[];
}

/** Messages given to a batch handler together. */
export interface Batch {
  readonly handler: ProvedHandler;
  /** The batch's name in case names. */
  readonly name: string;
  readonly people: readonly Recipient[];
  /** For a part of another batch: its people's positions there, from 1. */
  readonly part?: readonly number[];
}

const FEWEST_PEOPLE = 4;
const APART_MS = 60_000;

/**
 * Messages of several people, one person in each personal state, cycling through the samples. Every other person has
 * two.
 */
export function mixedBatch(
  simulation: Simulation,
  { handler, samples }: Candidate,
  asked: readonly string[] | undefined,
): Batch {
  const states = personalStates(simulation, { handler, samples }).filter((state) => asked?.includes(state) !== false);
  const count = Math.max(FEWEST_PEOPLE, states.length);
  const emails = subjectsFor(handler, samples, count);
  const people = emails.map((email, index) => ({
    state: states[index % states.length] ?? "",
    events: (index % 2 === 0 ? [0, 1] : [0]).map((nth) => eventOf(handler, samples, { email, index, nth })),
  }));
  return { handler, name: "people of all kinds", people: states.length === 0 ? [] : people };
}

/** One message for each of `count` people, all with the same sample and state. */
export function largeBatch(handler: ProvedHandler, sample: Sample, state: string, count: number): Batch {
  const people = Array.from({ length: count }, (_, index) => {
    const email = `person.${index + 1}@example.com`;
    return { state, events: [eventOf(handler, [sample], { email, index, nth: 0 })] };
  });
  return { handler, name: `${count} people, ${sample.name}, ${state}`, people };
}

/** States that describe one person only. */
export function personalStates(
  simulation: Simulation,
  candidate: Pick<Candidate, "handler" | "samples">,
): readonly string[] {
  const isOfAll = (state: string) => startingStatesOf(simulation, state).some((starting) => starting.isOfAll === true);
  return statesFor(simulation, candidate).filter((state) => state !== PROCESSED && !isOfAll(state));
}

export function startingStatesOf(
  { systems }: { readonly systems: readonly Pick<System, "startingStates">[] },
  state: string,
): readonly StartingState[] {
  return systems.flatMap(({ startingStates }) => startingStates.filter(({ name }) => name === state));
}

/** Subjects with every kind of address first. */
function subjectsFor(handler: ProvedHandler, samples: readonly Sample[], count: number): string[] {
  const [sample] = samples;
  if (sample === undefined) return [];
  const addresses = ofEachAddress(sample.event, handler.validate).map(({ subject }) => subject);
  const more = (index: number) => otherSubject(sample.event, { ...handler, mark: `person ${index + 1}` });
  return Array.from({ length: count }, (_, index) => addresses[index] ?? more(index));
}

function eventOf(
  handler: ProvedHandler,
  samples: readonly Sample[],
  { email, index, nth }: { readonly email: string; readonly index: number; readonly nth: number },
): Event {
  const sample = samples[(index + nth) % samples.length];
  if (sample === undefined) throw new Error(`${handler.name} has no sample`);
  const at = Date.parse(sample.event.time) + nth * APART_MS;
  const event = rewritten(sample.event, { email, at, id: `${sample.event.id}-${index + 1}-${nth + 1}` });
  return index + nth === 0 ? event : variantOf(event, { ...handler, mark: `person ${index + 1}, event ${nth + 1}` });
}

/** The batch reduced to some of its people. */
export function partOf(batch: Batch, isOf: (place: number) => boolean): Batch {
  const places = batch.part ?? batch.people.map((_, index) => index + 1);
  const kept = places.filter((_, index) => isOf(index));
  return { ...batch, people: batch.people.filter((_, index) => isOf(index)), part: kept };
}

export function messagesOf({ people }: Pick<Batch, "people">) {
  return people.flatMap(({ events }) => events.map(toMessage));
}

/** Resets the simulation and arranges each person's state. */
export function beginBatch(simulation: Simulation, { handler, people }: Batch): Subscription {
  const events = people.flatMap((one) => one.events);
  const [first] = events;
  if (first === undefined) throw new Error("a batch has at least one message");
  simulation.reset(subjectOf(first), Math.max(...events.map(({ time }) => Date.parse(time))) + RECEIPT_MS);
  for (const { state, events: own } of people)
    for (const starting of startingStatesOf(simulation, state))
      for (const event of own.slice(0, 1)) starting.arrange(subjectOf(event));
  return subscribe(simulation, handler);
}

const RECEIPT_MS = 5_000;

/** Delivers each message alone, sorted by time. */
export async function runEachAlone(simulation: Simulation, batch: Batch): Promise<void> {
  const subscription = beginBatch(simulation, batch);
  const events = batch.people.flatMap((one) => one.events);
  for (const event of events.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time)))
    await deliverUntilAcknowledged(subscription, toMessage(event));
  await drain(simulation);
}

/** The result of an undisturbed batch. */
export interface CleanBatch {
  readonly batch: Batch;
  /** With bodies. */
  readonly calls: readonly Call[];
  /** The end state when each message is delivered alone. */
  readonly expected: Snapshot;
}

/** Runs the batch, and each of its messages alone. */
export async function runCleanBatch(simulation: Simulation, batch: Batch): Promise<CleanBatch> {
  const calls = await recording(simulation, async () => {
    await deliverTogetherUntilAcknowledged(beginBatch(simulation, batch), messagesOf(batch));
    await drain(simulation);
    return [...simulation.calls];
  });
  await runEachAlone(simulation, batch);
  return { batch, calls, expected: takeSnapshot(simulation) };
}
