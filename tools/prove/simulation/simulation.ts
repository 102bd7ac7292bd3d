import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { LogFields } from "../../../functions/runtime/log.ts";
import { createFaults, type Faults } from "../../../local/core/faults.ts";
import { openStandIn } from "../../../local/core/find.ts";
import type { Subject } from "../../../local/core/circumstances.ts";
import type { StandIn, System } from "../../../local/core/system.ts";
import type { Finding } from "../finding.ts";
import type { Call } from "./call.ts";
import type { Delivery } from "./delivery.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { seededRandom } from "../../seeded-random.ts";
import { sayingOnce } from "./of-request.ts";

/** Decides what becomes of a call: lets it proceed, or does something before it, after it or in its place. */
export type Intercept = (call: Call, proceed: () => Promise<Response>) => Promise<Response>;

/** A message that was given up, and why. */
export interface DeadLetter {
  readonly delivery: number;
  readonly topic: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: number;
}

/** A message to the topic of what was sent, and when it was published. */
export interface SentNote {
  readonly message: Message;
  readonly publishedAt: number;
}

/** A stand-in, and the origin whose requests are for it. */
export interface SimulatedSystem extends System {
  readonly origin: string;
}

/** Where one case after another is run: the stand-ins on a clock that stands still, and what has happened. */
export interface Simulation {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly systems: readonly SimulatedSystem[];
  /** The settings that lead clients there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of the case under way. */
  readonly calls: Call[];
  readonly deadLetters: DeadLetter[];
  /** What handlers have noted of what they have sent, for the sweep. */
  readonly sent: SentNote[];
  readonly deliveries: Delivery[];
  /** Rejections that nobody has handled: each would have ended the process. */
  readonly unhandled: unknown[];
  /** Of rules that hold whatever the case: what was seen broken on the way. */
  readonly breaches: Finding[];
  /** Fields, in lower case, that a handler has told its clients it can't do without: where one is refused, so is all. `*`: any. */
  readonly needed: Set<string>;
  /** Grows with everything that moves: while it stands still, only time can help. */
  activity: number;
  intercept: Intercept;
  /** Whether bodies are kept, for a story: see recording(). */
  isRecording: boolean;
  /** An instance begins, and its clients are made. */
  isConnecting: boolean;
  /** Instances of an earlier one are gone. */
  era: number;
  /** The case is broken off when this call has been answered, or else when the next one is made: Infinity, save where a story asks. */
  stopAfter: number;
  /** Waits for what is loaded from disk: true while the first run warms everything up. */
  isPatient: boolean;
  /** Empties it for another case, which begins at that time. */
  reset(subject: Subject, now: number): void;
  /** Drawn from the seed, anew for each case. */
  random(): number;
  /** Is told which case runs, and each call: for whoever watches from outside. */
  onProgress: ((field: "case" | "operation", what: string) => void) | undefined;
  /** Is told every line that is logged. */
  onLine: ((level: "debug" | "info" | "warning" | "error", message: string, fields: LogFields) => void) | undefined;
}

export const undisturbed: Intercept = (_call, proceed) => proceed();

export function openSimulation(standIns: readonly StandIn[], seed: number): Simulation {
  const clock = new VirtualClock();
  const faults = createFaults(standIns);
  let random = seededRandom(seed);
  const systems = standIns.map((standIn) => ({
    ...openStandIn(standIn, { clock, faults, random: () => random() }),
    ...sayingOnce(standIn),
    origin: `https://${standIn.name}.test`,
  }));
  return {
    clock,
    faults,
    systems,
    environment: Object.assign({}, ...systems.map(({ settings, origin }) => settings(origin))),
    calls: [],
    deadLetters: [],
    sent: [],
    deliveries: [],
    unhandled: [],
    breaches: [],
    needed: new Set(),
    activity: 0,
    intercept: undisturbed,
    isRecording: false,
    isConnecting: false,
    era: 0,
    stopAfter: Infinity,
    isPatient: false,
    reset(subject, now) {
      clock.reset(now);
      random = seededRandom(seed);
      faults.clear();
      clearRecord(this);
      this.intercept = undisturbed;
      for (const system of systems) {
        system.reset();
        system.setUp(subject.configuration);
      }
    },
    random: () => random(),
    onProgress: undefined,
    onLine: undefined,
  };
}

/** Forgets what has happened so far: the case begins now. */
export function clearRecord(simulation: Simulation): void {
  const { calls, deliveries, unhandled, breaches, deadLetters, sent, needed } = simulation;
  needed.clear();
  for (const list of [calls, deliveries, unhandled, breaches, deadLetters, sent]) list.length = 0;
}

/** Runs it with bodies kept. */
export async function recording<Value>(simulation: Simulation, run: () => Promise<Value>): Promise<Value> {
  const { isRecording } = simulation;
  simulation.isRecording = true;
  try {
    return await run();
  } finally {
    simulation.isRecording = isRecording;
  }
}

/** Thrown into whoever runs a case that is broken off: see stopAfter. */
export class StoppedError extends Error {}

/** Turns of the event loop without anything moving after which nothing will move until time does. Streams take a few. */
const QUIET_TURNS = 4;
/** While what is run first is compiled, and loaded from disk, a few more. */
const PATIENT_TURNS = 50;

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Lets everything happen, and time pass whenever nothing else can, until it is done. */
export async function runUntil(simulation: Simulation, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    if (await settle(simulation, isDone)) return;
    if (!simulation.clock.fire())
      throw new Error("nothing can move any more: something waits for what no clock of the case knows");
  }
}

function isStopped({ calls, stopAfter }: Simulation): boolean {
  return calls.length > stopAfter || calls[stopAfter - 1]?.answer !== undefined;
}

/** Lets everything happen that can without time passing. True as soon as it is done. */
export async function settle(simulation: Simulation, isDone: () => boolean = () => false): Promise<boolean> {
  let [seen, quiet] = [simulation.activity, 0];
  while (isMoving(simulation, quiet)) {
    if (isStopped(simulation)) throw new StoppedError();
    if (isDone()) return true;
    await turn();
    quiet = simulation.activity === seen ? quiet + 1 : 0;
    seen = simulation.activity;
  }
  return isDone();
}

function isMoving({ isPatient }: Simulation, quietTurns: number): boolean {
  return quietTurns < (isPatient ? PATIENT_TURNS : QUIET_TURNS) || (isPatient && isReadingDisk());
}

/** A module that is loaded takes so long that no count of turns is safe for it. */
function isReadingDisk(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith("FSReq"));
}

/** How far behind the last acknowledgement something may still be on its way. */
const LATEST_MS = 24 * 3600 * 1000;

/** Lets all that is still on its way arrive: requests that reach a system late, calls that nobody waits for. */
export async function drain(simulation: Simulation): Promise<void> {
  await fireUntil(simulation, simulation.clock.now() + LATEST_MS);
}

/** Lets all that falls due by then happen. */
export async function fireUntil(simulation: Simulation, until: number): Promise<void> {
  const { clock } = simulation;
  // A batch's last result is told before its run() ends.
  await settle(simulation);
  for (let next = clock.nextAt(); next !== undefined && next <= until; next = clock.nextAt()) {
    clock.fire();
    await settle(simulation);
  }
}
