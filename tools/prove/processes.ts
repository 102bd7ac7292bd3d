import { createFaults, type FaultRule, type Faults } from "../../local/core/faults.ts";
import type { StandIn, System } from "../../local/core/system.ts";
import { startRunner, type Runner } from "../../local/runner/runner.ts";
import { subscriptionPath, topicPath } from "../../local/runner/functions/topics.ts";
import { REPLAY_HANDLER } from "../../functions/runtime/pubsub/message.ts";
import { isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { type Batch, largeBatch, personalStates, startingStatesOf } from "./batches/batch.ts";
import { subjectOf } from "./cases/situation.ts";
import type { Candidate } from "./run/candidate.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import { seededRandom, seedOf } from "../seeded-random.ts";
import { type Sample, toMessage } from "./events/samples.ts";
import { type Difference, differences, kindsOf, type Snapshot } from "./simulation/snapshot.ts";
import { openSimulation, type Simulation } from "./simulation/simulation.ts";

/** One case run with the built bundle in its own process over real HTTP, killed with SIGKILL at a call. */
interface ProcessResult {
  readonly name: string;
  /** Empty if the end state equals that of an unkilled process. */
  readonly differences: readonly Difference[];
  readonly attempts: number;
}

interface ProcessOptions {
  readonly candidates: readonly Candidate[];
  readonly standIns: readonly StandIn[];
  readonly dist: string;
  readonly seed: number;
  /** Number of calls to kill at, for each handler's first sample. */
  readonly count: number;
}

/** Repeats a sample of the crash cases with real processes, to check what a single-process simulation can't show. */
export async function proveInProcesses(options: ProcessOptions): Promise<ProcessResult[]> {
  const spotter = createSpotter(options.standIns);
  const runner = await startRunner({ port: 0, dist: options.dist, onLine: () => {}, faults: spotter.faults });
  try {
    const simulation = openSimulation(options.standIns, options.seed); // for its systems' equality rules
    const results: ProcessResult[] = [];
    for (const candidate of options.candidates)
      results.push(...(await killAtCalls(runner, spotter, simulation, candidate, options)));
    return results;
  } finally {
    await runner.close();
  }
}

async function killAtCalls(
  runner: Runner,
  spotter: Spotter,
  simulation: Simulation,
  candidate: Candidate,
  { seed, count }: ProcessOptions,
): Promise<ProcessResult[]> {
  const name = handlerName(candidate.handler.handler);
  const run = (load: Load, onCall: Spotter["onCall"]) =>
    runOnce(runner, spotter, { ...simulation, name, load }, onCall);
  const { load, clean: first } = await findLoad(simulation, candidate, (one) => run(one, () => undefined));
  const results: ProcessResult[] = [];
  let [clean, misses] = [first, 0];
  while (results.length < count) {
    const ending = endingsOf(clean, seedOf(seed, name))[results.length];
    if (ending === undefined) break;
    const { call, at, isBefore } = ending;
    let isKilled = false;
    const ran = await run(load, (seen) => {
      if (seen !== at || isKilled) return undefined;
      isKilled = process.kill(runner.functions.get(name)?.pid() ?? Number.NaN, "SIGKILL");
      // Pub/Sub pushes again by itself. A batch's leases would last another minute.
      runner.world.pubsub.broker.subscription(subscriptionPath(name)).expireLeases();
      return isBefore ? "reset-before-headers" : undefined;
    });
    if (!isKilled && misses < MOST_TRIES) {
      // It made fewer calls than the clean run, in which a busy machine had repeated one, and ended before this place: it
      // takes the clean run's.
      [clean, misses] = [ran, misses + 1];
      continue;
    }
    results.push({
      name: `${candidate.handler.name} · ${load.name}${call} · kill -9 ${isBefore ? "before" : "after"} · ${at}`,
      differences: differences(clean.snapshot, ran.snapshot),
      attempts: ran.attempts,
    });
  }
  return results;
}

/** How often a case is run again, since the machine was too busy for it. */
const MOST_TRIES = 3;

/** Where to kill: before and after each call, in an order of chance. */
function endingsOf({ calls }: Ran, seed: number): { call: string; at: number; isBefore: boolean }[] {
  const random = seededRandom(seed);
  return calls
    .flatMap((call, place) =>
      [true, false].map((isBefore) => {
        const at = place + 1;
        // Most work is half done just before the last call.
        return { call, at, isBefore, lot: isBefore && at === calls.length ? 0 : random() };
      }),
    )
    .sort((one, other) => one.lot - other.lot);
}

/** The messages to publish, and what the systems already know about each person. */
interface Load extends Pick<Batch, "people"> {
  /** Prefix in the case's name. */
  readonly name: string;
}

/** More rows than fit into one request. */
const MANY = 250;

/**
 * A load that makes the handler write. For an ordinary handler: one message that leads to calls, with empty systems.
 * For a batch handler: many messages about people for whom it writes something.
 */
async function findLoad(
  simulation: Simulation,
  { handler, samples }: Candidate,
  run: (load: Load) => Promise<Ran>,
): Promise<{ readonly load: Load; readonly clean: Ran }> {
  const isBatched = isBatchHandler(handler.handler);
  for (const sample of samples) {
    const states = isBatched ? personalStates(simulation, { handler, samples }) : [undefined];
    for (const state of states) {
      const load = state === undefined ? onePerson(sample) : manyPeople(handler, sample, state);
      const clean = await runCleanly(() => run(load));
      // The handler ignores this sample in every state.
      if (clean.calls.length === 0) break;
      if (!isBatched || differences(clean.before, clean.snapshot).length > 0) return { load, clean };
    }
  }
  throw new Error(`${handler.name} ${isBatched ? "writes nothing" : "makes no call"} with any sample`);
}

/** On a busy machine a call may take too long and be made again, in a second attempt: the next run would not get so far. */
async function runCleanly(run: () => Promise<Ran>): Promise<Ran> {
  for (let tries = 1; ; tries += 1) {
    const ran = await run();
    if (ran.attempts === 1 || tries === MOST_TRIES) return ran;
  }
}

function onePerson({ event }: Sample): Load {
  return { name: "", people: [{ state: "", events: [event] }] };
}

function manyPeople(handler: ProvedHandler, sample: Sample, state: string): Load {
  const { name, people } = largeBatch(handler, sample, state, MANY);
  return { name: `${name} · `, people };
}

interface Ran {
  readonly calls: readonly string[];
  /** The highest number of attempts that a message needed. */
  readonly attempts: number;
  readonly before: Snapshot;
  readonly snapshot: Snapshot;
}

interface Running {
  readonly systems: readonly System[];
  /** Name of the handler. */
  readonly name: string;
  readonly load: Load;
}

/** Arranges the people in the systems, publishes the load and waits until every message is acknowledged. */
async function runOnce(
  runner: Runner,
  spotter: Spotter,
  { systems, name, load: { people } }: Running,
  onCall: Spotter["onCall"],
): Promise<Ran> {
  const { world } = runner;
  world.reset();
  for (const { state, events } of people)
    for (const starting of startingStatesOf({ systems: [...world.systems.values()] }, state))
      for (const event of events.slice(0, 1)) starting.arrange(subjectOf(event));
  // A new instance has no session left from the previous case.
  await runner.functions.get(name)?.stop();
  const snapshot = (): Snapshot =>
    new Map(systems.flatMap((system) => [...kindsOf(system, world.systems.get(system.name)?.state() ?? {})]));
  const before = snapshot();
  spotter.begin(onCall);
  const events = people.flatMap((one) => one.events);
  const acknowledged = acknowledgements(runner, name, events.length);
  for (const event of events) {
    const message = toMessage(event);
    // Published as a replay for this handler, so that other handlers of the type ignore it.
    const attributes = { ...message.attributes, [REPLAY_HANDLER]: name };
    world.pubsub.broker.publish(topicPath(event.type), [
      { data: message.data.toString("base64"), attributes, orderingKey: message.orderingKey ?? "" },
    ]);
  }
  const attempts = await acknowledged;
  return { calls: spotter.calls(), attempts, before, snapshot: snapshot() };
}

/** Resolves once this many messages are acknowledged, to the highest number of attempts of any of them. */
function acknowledgements({ world }: Runner, subscription: string, count: number): Promise<number> {
  let [open, attempts] = [count, 0];
  return new Promise((resolve) => {
    const stop = world.pubsub.broker.onDelivery((record) => {
      if (record.subscription !== subscriptionPath(subscription) || record.outcome !== "acknowledged") return;
      open -= 1;
      attempts = Math.max(attempts, record.attempt);
      if (open > 0) return;
      stop();
      resolve(attempts);
    });
  });
}

interface Spotter {
  readonly faults: Faults;
  /** Called for each call, numbered from 1. Returns the fault to apply to it. */
  onCall: (seen: number) => string | undefined;
  begin(onCall: Spotter["onCall"]): void;
  /** Calls since the case began, such as `POST /services/data/v67.0/sobjects/Lead`. */
  calls(): readonly string[];
}

/** Fault rules are consulted on every call, so they can observe each one. */
function createSpotter(standIns: readonly StandIn[]): Spotter {
  const faults = createFaults(standIns);
  let calls: string[] = [];
  const spotter: Spotter = {
    faults: {
      ...faults,
      take(system, { method, path }): FaultRule | undefined {
        calls.push(`${method} ${path}`);
        const fault = spotter.onCall(calls.length);
        return fault === undefined ? undefined : { system, fault };
      },
    },
    onCall: () => undefined,
    begin(onCall) {
      calls = [];
      spotter.onCall = onCall;
    },
    calls: () => [...calls],
  };
  return spotter;
}
