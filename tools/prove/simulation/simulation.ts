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

/** Decides what happens to a call: let it proceed, or act before it, after it or instead of it. */
export type Intercept = (call: Call, proceed: () => Promise<Response>) => Promise<Response>;

/** A dead-lettered message with its reason. */
export interface DeadLetter {
  readonly delivery: number;
  readonly topic: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly at: number;
}

/** A message to the sweep's topic, and when it was published. */
export interface SentNote {
  readonly message: Message;
  readonly publishedAt: number;
}

/** A stand-in and its origin. */
export interface SimulatedSystem extends System {
  readonly origin: string;
}

/** Runs one case after another: the stand-ins, a virtual clock, and a record of what has happened. */
export interface Simulation {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly systems: readonly SimulatedSystem[];
  /** Settings that point clients to the stand-ins. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls of the current case. */
  readonly calls: Call[];
  readonly deadLetters: DeadLetter[];
  /** Notes that handlers made for the sweep. */
  readonly sent: SentNote[];
  readonly deliveries: Delivery[];
  /** Unhandled rejections. Each would have ended a real process. */
  readonly unhandled: unknown[];
  /** Violations of rules that hold in every case. */
  readonly breaches: Finding[];
  /**
   * Lower-case names of fields that a handler told its clients it needs: if one is refused, the whole write is. `*`:
   * any field.
   */
  readonly needed: Set<string>;
  /** Increases with every activity. While it does not change, only the passing of time can help. */
  activity: number;
  intercept: Intercept;
  /** Whether bodies are kept, for a story: see recording(). */
  isRecording: boolean;
  /** An instance is starting and creating its clients. */
  isConnecting: boolean;
  /** Incremented by reset(). Instances of an earlier era are gone. */
  era: number;
  /**
   * Index of the call after whose answer the case is stopped; if it gets none, the next call stops it. Infinity unless
   * a story sets it.
   */
  stopAfter: number;
  /** Wait for modules to load from disk. True during the warm-up. */
  isPatient: boolean;
  /** Resets everything for another case, which starts at this time. */
  reset(subject: Subject, now: number): void;
  /** Derived from the seed, and restarted for each case. */
  random(): number;
  /** Called with each case and each call, for outside observers. */
  onProgress: ((field: "case" | "operation", what: string) => void) | undefined;
  /** Called with every log line. */
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

/** Clears the record of what has happened, such as during setup. */
export function clearRecord(simulation: Simulation): void {
  const { calls, deliveries, unhandled, breaches, deadLetters, sent, needed } = simulation;
  needed.clear();
  for (const list of [calls, deliveries, unhandled, breaches, deadLetters, sent]) list.length = 0;
}

/** Runs something with bodies kept. */
export async function recording<Value>(simulation: Simulation, run: () => Promise<Value>): Promise<Value> {
  const { isRecording } = simulation;
  simulation.isRecording = true;
  try {
    return await run();
  } finally {
    simulation.isRecording = isRecording;
  }
}

/** Thrown to stop a case early: see stopAfter. */
export class StoppedError extends Error {}

/** Idle turns of the event loop after which nothing more will happen without time passing. Streams take a few turns. */
const QUIET_TURNS = 4;
/** More turns for the warm-up, while code is compiled and loaded from disk. */
const PATIENT_TURNS = 50;

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Runs until done. Advances the clock whenever nothing else can happen. */
export async function runUntil(simulation: Simulation, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    if (await settle(simulation, isDone)) return;
    if (!simulation.clock.fire())
      throw new Error("nothing can move any more: something waits for what no clock of the case knows");
  }
}

function isStopped({ calls, stopAfter }: Simulation): boolean {
  if (stopAfter === Infinity) return false; // calls[Infinity] is slow: it looks for a member of that name
  return calls.length > stopAfter || calls[stopAfter - 1]?.answer !== undefined;
}

/** Runs everything that can happen without time passing. Returns true as soon as `isDone` is. */
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

/** Loading a module takes a time that no number of turns covers. */
function isReadingDisk(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource.startsWith("FSReq"));
}

/** How long after the last acknowledgement something may still be under way. */
const LATEST_MS = 24 * 3600 * 1000;

/** Waits for everything under way: requests that reach a system late, calls that nobody awaits. */
export async function drain(simulation: Simulation): Promise<void> {
  await fireUntil(simulation, simulation.clock.now() + LATEST_MS);
}

/** Runs everything that falls due until then. */
export async function fireUntil(simulation: Simulation, until: number): Promise<void> {
  const { clock } = simulation;
  // A batch's last result arrives before its run() ends.
  await settle(simulation);
  for (let next = clock.nextAt(); next !== undefined && next <= until; next = clock.nextAt()) {
    clock.fire();
    await settle(simulation);
  }
}
