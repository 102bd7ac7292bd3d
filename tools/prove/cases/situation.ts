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
import { type Sample, toMessage } from "../samples.ts";
import { type Held, holdState, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { clearRecord, drain, recording, type Simulation } from "../simulation/simulation.ts";

/** What a case begins with: a handler, an event for it, and what the systems hold by then. */
export interface Situation {
  readonly handler: ProvedHandler;
  readonly sample: Sample;
  readonly state: string;
}

/** A situation of a person of its own. */
export function situationOf({ handler, sample, state }: Situation): Situation {
  const name = [handler.name, sample.name, state].join(" · ");
  return { handler, sample: ofSomebody(sample, handler.validate, name), state };
}

/** As names of cases begin. */
export function situationName({ handler, sample, state }: Situation): readonly [string, string, string] {
  return [handler.name, sample.name, state];
}

/** What a case says that befalls the situation as a whole. */
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

/** What a case says that befalls one of the situation's calls. */
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

/** Everything is as after a first delivery of the same event. */
export const PROCESSED = "already processed";

const RECEIPT_MS = 5_000;
const REPETITION_MS = 60_000;
const configuration = readConfiguration();

export function subjectOf({ subject, time }: Event): Subject {
  const whom = isPerson(subject) ? { email: subject } : { email: `${subject.toLowerCase()}@example.com`, key: subject };
  return { ...whom, eventAt: Date.parse(time), configuration };
}

/** Whether that is an e-mail, and no other key. */
export function isPerson(subject: string): boolean {
  return subject.includes("@");
}

/** The starting states of the systems that the handler uses: what one holds while the others hold nothing. */
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

/** The starting state of each system that has one of the situation's name. */
export function stateOf({ systems }: Simulation, { state }: Situation) {
  return systems.flatMap(({ name: system, startingStates }) =>
    startingStates.filter(({ name }) => name === state).map((starting) => ({ system, ...starting })),
  );
}

/** Whether an app changes in that state what an event has just made: then another delivery may have to go on with what has become of it. */
export function isLeftToAnother(simulation: Simulation, { situation, isMended }: CleanRun): boolean {
  return isMended && stateOf(simulation, situation).some(({ isActing }) => isActing === true);
}

/** Empties the simulation and arranges what the systems hold when the events of the case arrive. */
export function arrange(simulation: Simulation, events: readonly Event[], state: string): void {
  const [first] = events;
  if (first === undefined) throw new Error("a case has at least one event");
  const subject = subjectOf(first);
  simulation.reset(subject, Math.max(...events.map(({ time }) => Date.parse(time))) + RECEIPT_MS);
  for (const system of simulation.systems) {
    for (const starting of system.startingStates) if (starting.name === state) starting.arrange(subject);
  }
}

/** Empties the simulation for the situation; calls and deliveries are counted from here. */
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

/** What a situation comes to when nothing disturbs it. */
export interface CleanRun {
  readonly situation: Situation;
  readonly calls: readonly Call[];
  /** Of a second delivery after the first one's success. */
  readonly again: readonly Call[];
  readonly isAcknowledged: boolean;
  /** Whether, where it is not, the second delivery is. */
  readonly isMended: boolean;
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
  readonly held: Held;
  /** See Simulation.needed. */
  readonly needed: ReadonlySet<string>;
}

/** A situation's clean run, made once. */
export type CleanRuns = (situation: Situation) => Promise<CleanRun>;

/** Runs the situation undisturbed. */
export async function runUndisturbed(simulation: Simulation, situation: Situation): Promise<void> {
  const subscription = await begin(simulation, situation);
  await deliverUntilAcknowledged(subscription, toMessage(situation.sample.event));
  await drain(simulation);
}

/** Runs the situation undisturbed, then delivers the event once more: with bodies kept, for what may be repeated. */
export function runClean(simulation: Simulation, situation: Situation): Promise<CleanRun> {
  return recording(simulation, () => runTwice(simulation, situation));
}

async function runTwice(simulation: Simulation, situation: Situation): Promise<CleanRun> {
  const subscription = await begin(simulation, situation);
  const message = toMessage(situation.sample.event);
  const delivery = await deliverOnce(subscription, message, 1);
  await drain(simulation);
  const calls = [...simulation.calls]; // those too that nobody has waited for
  const held = holdState(simulation);
  const snapshot = held();
  const isDone = isAcknowledged(delivery) && simulation.deadLetters.length === 0;
  const findings = deliveryFindings(simulation);
  // By then every index has caught up: what is written once more has no excuse.
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
 * Runs the situation with an intervention wholly before or after it. Where there is nothing to intervene in, nobody does: so
 * ends a Lead's deletion, too, before which there was none.
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
