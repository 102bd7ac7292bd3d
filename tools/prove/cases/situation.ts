import type { Event } from "../../../functions/runtime/define/handler.ts";
import type { Intervention, Subject } from "../../../local/core/circumstances.ts";
import { readConfiguration } from "../../../local/runner/configuration.ts";
import type { Finding } from "../finding.ts";
import { type Call, ordinal, placeOf } from "../simulation/call.ts";
import { deliverOnce, deliverUntilAcknowledged, pass, subscribe, type Subscription } from "../simulation/deliver.ts";
import { isAcknowledged, type ProvedHandler, systemsOf } from "../simulation/delivery.ts";
import { deliveryFindings } from "../rules/deliveries.ts";
import type { Case } from "./case.ts";
import { ofSomebody } from "./person.ts";
import { type Sample, toMessage } from "../events/samples.ts";
import { type Held, holdState, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { clearRecord, drain, recording, type Simulation } from "../simulation/simulation.ts";

/** The starting point of a case: a handler, an event for it, and what the systems hold. */
export interface Situation {
  readonly handler: ProvedHandler;
  readonly sample: Sample;
  readonly state: string;
}

/** A situation with its own person. */
export function situationOf({ handler, sample, state }: Situation): Situation {
  const name = [handler.name, sample.name, state].join(" · ");
  return { handler, sample: ofSomebody(sample, handler.validate, name), state };
}

/** The start of the names of its cases. */
export function situationName({ handler, sample, state }: Situation): readonly [string, string, string] {
  return [handler.name, sample.name, state];
}

/** The common part of cases that disturb the situation as a whole. */
export function ofWhole(
  situation: Situation,
  { property, place, disturbance }: Pick<Case, "property" | "place" | "disturbance">,
): Omit<Case, "run"> {
  return {
    property,
    name: [...situationName(situation), place, disturbance].join(" · "),
    place,
    disturbance,
    declarable: [{ fault: disturbance, operation: place }],
    runExpected: (simulation) => runUndisturbed(simulation, situation),
  };
}

/** The common part of cases that disturb one of its calls. */
export function ofCall(
  situation: Situation,
  call: Call,
  { property, disturbance }: Pick<Case, "property" | "disturbance">,
): Omit<Case, "run"> {
  const { operation, nth } = call;
  return {
    ...ofWhole(situation, { property, place: placeOf(call), disturbance }),
    name: [...situationName(situation), operation, disturbance, `${ordinal(nth)} call`].join(" · "),
    declarable: [{ fault: disturbance, operation }],
  };
}

/** The state after a first delivery of the same event. */
export const PROCESSED = "already processed";

const RECEIPT_MS = 5_000;
const REPETITION_MS = 60_000;
const configuration = readConfiguration();

export function subjectOf({ subject, time }: Event): Subject {
  const whom = isPerson(subject) ? { email: subject } : { email: `${subject.toLowerCase()}@example.com`, key: subject };
  return { ...whom, eventAt: Date.parse(time), configuration };
}

/** Whether the subject is an e-mail address, and not another key. */
export function isPerson(subject: string): boolean {
  return subject.includes("@");
}

/** The starting states of the handler's systems. In each, one system holds something and the others nothing. */
export function statesFor(
  simulation: Simulation,
  { handler, samples: [sample] }: { readonly handler: ProvedHandler; readonly samples: readonly Sample[] },
): string[] {
  const kind = sample === undefined || isPerson(sample.event.subject) ? "people" : "keys";
  const isOther = (ofData: string | undefined) => ofData === undefined || ofData in Object(sample?.event.data);
  const names = systemsOf(simulation, handler).flatMap(({ startingStates }) =>
    startingStates.filter(({ of = kind, ofData }) => of === kind && isOther(ofData)).map(({ name }) => name),
  );
  return [...new Set(names), PROCESSED];
}

/** The starting states with the situation's name, of each system that has one. */
export function stateOf({ systems }: Simulation, { state }: Pick<Situation, "state">) {
  return systems.flatMap(({ name: system, startingStates }) =>
    startingStates.filter(({ name }) => name === state).map((starting) => ({ system, ...starting })),
  );
}

/** Whether somebody acts on their own in this state, such as an app that modifies what events create. */
export function isActedIn(simulation: Simulation, state: string): boolean {
  return stateOf(simulation, { state }).some(({ isActing }) => isActing === true);
}

/**
 * Whether an app modifies what the event creates in this state. Then another delivery may have to continue with the
 * result.
 */
export function isLeftToAnother(simulation: Simulation, { situation, isMended }: CleanRun): boolean {
  return isMended && isActedIn(simulation, situation.state);
}

/** Resets the simulation and arranges what the systems hold when the events arrive. */
export function arrange(simulation: Simulation, events: readonly Event[], state: string): void {
  const [first] = events;
  if (first === undefined) throw new Error("a case has at least one event");
  const subject = subjectOf(first);
  simulation.reset(subject, Math.max(...events.map(({ time }) => Date.parse(time))) + RECEIPT_MS);
  for (const system of simulation.systems) {
    for (const starting of system.startingStates) if (starting.name === state) starting.arrange(subject);
  }
}

/** Resets the simulation for the situation. Calls and deliveries count from here. */
export async function begin(simulation: Simulation, { handler, sample, state }: Situation): Promise<Subscription> {
  arrange(simulation, [sample.event], state);
  if (state === PROCESSED) {
    const { isRecording, stopAfter } = simulation;
    Object.assign(simulation, { isRecording: false, stopAfter: Infinity });
    await deliverUntilAcknowledged(subscribe(simulation, handler), toMessage(sample.event));
    Object.assign(simulation, { isRecording, stopAfter });
    clearRecord(simulation);
  }
  return subscribe(simulation, handler);
}

/** The result of an undisturbed situation. */
export interface CleanRun {
  readonly situation: Situation;
  readonly calls: readonly Call[];
  /** Calls of a second delivery after success. */
  readonly again: readonly Call[];
  readonly isAcknowledged: boolean;
  /** If it was not acknowledged: whether the second delivery is. */
  readonly isMended: boolean;
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
  readonly held: Held;
  /** See Simulation.needed. */
  readonly needed: ReadonlySet<string>;
}

/** Returns a situation's clean run, which is made once. */
export type CleanRuns = (situation: Situation) => Promise<CleanRun>;

/** Runs the situation undisturbed. */
export async function runUndisturbed(simulation: Simulation, situation: Situation): Promise<void> {
  const subscription = await begin(simulation, situation);
  await deliverUntilAcknowledged(subscription, toMessage(situation.sample.event));
  await drain(simulation);
}

/** Runs the situation undisturbed, then delivers the event again, with bodies recorded. */
export function runClean(simulation: Simulation, situation: Situation): Promise<CleanRun> {
  return recording(simulation, () => runTwice(simulation, situation));
}

async function runTwice(simulation: Simulation, situation: Situation): Promise<CleanRun> {
  const subscription = await begin(simulation, situation);
  const message = toMessage(situation.sample.event);
  const delivery = await deliverOnce(subscription, message, 1);
  await drain(simulation);
  const calls = [...simulation.calls]; // including calls that nobody awaited
  const held = holdState(simulation);
  const snapshot = held();
  const isDone = isAcknowledged(delivery) && simulation.deadLetters.length === 0;
  const findings = deliveryFindings(simulation);
  // By then every index has caught up, so nothing excuses a repeated write.
  await pass(simulation, REPETITION_MS);
  const again = await deliverOnce(subscription, message, 1);
  return {
    situation,
    calls,
    again: simulation.calls.slice(calls.length),
    isAcknowledged: isDone,
    isMended: !isDone && isAcknowledged(again) && simulation.deadLetters.length === 0,
    findings,
    snapshot,
    held,
    needed: new Set(simulation.needed),
  };
}

/**
 * Runs the situation with an intervention wholly before or after it. If there is nothing to intervene in, nothing
 * happens, such as deleting a Lead before it exists.
 */
export async function runBeside(
  simulation: Simulation,
  situation: Situation,
  intervention: Intervention,
  isBefore: boolean,
): Promise<Snapshot> {
  const subscription = await begin(simulation, situation);
  const subject = subjectOf(situation.sample.event);
  if (isBefore) intervention.act(subject);
  await deliverUntilAcknowledged(subscription, toMessage(situation.sample.event));
  await drain(simulation);
  if (!isBefore) intervention.act(subject);
  return takeSnapshot(simulation);
}
