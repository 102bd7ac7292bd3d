import type { Event } from "../../functions/runtime/define/handler.ts";
import type { Intervention, Subject } from "../../local/core/system.ts";
import { readConfiguration } from "../../local/runner/configuration.ts";
import type { Breach } from "./breach.ts";
import type { Call } from "./calls.ts";
import {
  deliverOnce,
  deliverUntilAcknowledged,
  isAcknowledged,
  pass,
  subscribe,
  type Subscription,
} from "./deliver.ts";
import type { ProvedHandler } from "./instance.ts";
import { runBreaches } from "./run-rules.ts";
import { type Sample, toMessage } from "./samples.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";
import { clearRecord, playOut, type Stage } from "./stage.ts";

/** What a case begins with: a handler, an event for it, and what the systems hold by then. */
export interface Scene {
  readonly handler: ProvedHandler;
  readonly sample: Sample;
  readonly state: string;
}

/** Everything is as after a first delivery of the same event. */
export const PROCESSED = "already processed";

const RECEIPT_MS = 5_000;
const REPETITION_MS = 60_000;
const configuration = readConfiguration();

export function subjectOf({ subject, time }: Event): Subject {
  return { email: subject, eventAt: Date.parse(time), configuration };
}

/** The starting states of the systems that the handler uses: what one holds while the others hold nothing. */
export function statesFor(stage: Stage, { handler }: ProvedHandler): string[] {
  const uses: readonly string[] = handler.uses;
  const names = stage.systems
    .filter(({ name }) => uses.includes(name))
    .flatMap((system) => system.startingStates.map(({ name }) => name));
  return [...new Set(names), PROCESSED];
}

export function interventionsFor(
  stage: Stage,
  { handler }: ProvedHandler,
): { readonly system: string; readonly intervention: Intervention }[] {
  const uses: readonly string[] = handler.uses;
  return stage.systems
    .filter(({ name }) => uses.includes(name))
    .flatMap(({ name, interventions }) => interventions.map((intervention) => ({ system: name, intervention })));
}

/** Empties the stage and arranges what the systems hold when the events of the case arrive. */
export function arrange(stage: Stage, events: readonly Event[], state: string): void {
  const [first] = events;
  if (first === undefined) throw new Error("a case has at least one event");
  const subject = subjectOf(first);
  stage.reset(subject, Math.max(...events.map(({ time }) => Date.parse(time))) + RECEIPT_MS);
  for (const system of stage.systems) {
    for (const starting of system.startingStates) if (starting.name === state) starting.arrange(subject);
  }
}

/** Empties the stage for the scene; calls and deliveries are counted from here. */
export async function begin(stage: Stage, { handler, sample, state }: Scene): Promise<Subscription> {
  arrange(stage, [sample.event], state);
  if (state === PROCESSED) {
    const { isRecording } = stage;
    stage.isRecording = false;
    await deliverUntilAcknowledged(subscribe(stage, handler), toMessage(sample.event));
    stage.isRecording = isRecording;
    clearRecord(stage);
  }
  return subscribe(stage, handler);
}

/** What a scene comes to when nothing disturbs it. */
export interface Clean {
  readonly scene: Scene;
  readonly calls: readonly Call[];
  /** Of a second delivery after the first one's success. */
  readonly again: readonly Call[];
  readonly isAcknowledged: boolean;
  readonly breaches: readonly Breach[];
  readonly snapshot: Snapshot;
}

/** Plays the scene undisturbed. */
export async function playUndisturbed(stage: Stage, scene: Scene): Promise<void> {
  const subscription = await begin(stage, scene);
  await deliverUntilAcknowledged(subscription, toMessage(scene.sample.event));
  await playOut(stage);
}

/** Plays the scene undisturbed, then delivers the event once more: with bodies kept, for what may be repeated. */
export async function playClean(stage: Stage, scene: Scene): Promise<Clean> {
  const { isRecording } = stage;
  stage.isRecording = true;
  const subscription = await begin(stage, scene);
  const message = toMessage(scene.sample.event);
  const run = await deliverOnce(subscription, message, 1);
  const calls = [...stage.calls];
  await playOut(stage);
  const snapshot = takeSnapshot(stage);
  const isDone = isAcknowledged(run) && stage.deadLetters.length === 0;
  const breaches = runBreaches(stage);
  // By then every index has caught up: what is written once more has no excuse.
  await pass(stage, REPETITION_MS);
  await deliverOnce(subscription, message, 1);
  stage.isRecording = isRecording;
  return { scene, calls, again: stage.calls.slice(calls.length), isAcknowledged: isDone, breaches, snapshot };
}

/**
 * Plays the scene with an intervention wholly before or after it. Where there is nothing to intervene in, nobody does: so
 * ends a Lead's deletion, too, before which there was none.
 */
export async function playBeside(
  stage: Stage,
  scene: Scene,
  intervention: Intervention,
  isBefore: boolean,
): Promise<Snapshot> {
  const subscription = await begin(stage, scene);
  const subject = subjectOf(scene.sample.event);
  if (isBefore) intervention.act(subject);
  await deliverUntilAcknowledged(subscription, toMessage(scene.sample.event));
  await playOut(stage);
  if (!isBefore) intervention.act(subject);
  return takeSnapshot(stage);
}
