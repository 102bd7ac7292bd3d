import { createFaults, type FaultRule, type Faults } from "../../local/core/faults.ts";
import type { StandIn, System } from "../../local/core/system.ts";
import { startRunner, type Runner } from "../../local/runner/runner.ts";
import { subscriptionPath, topicPath } from "../../local/runner/functions/topics.ts";
import { REPLAY_HANDLER } from "../../functions/runtime/pubsub/message.ts";
import { isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { type Batch, largeBatch, personalStates, startingStatesOf } from "./batches/batch.ts";
import { subjectOf } from "./cases/situation.ts";
import type { Candidate } from "./candidate.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import { seededRandom, seedOf } from "../seeded-random.ts";
import { type Sample, toMessage } from "./samples.ts";
import { type Difference, differences, kindsOf, type Snapshot } from "./simulation/snapshot.ts";
import { openSimulation, type Simulation } from "./simulation/simulation.ts";

/** One case run with the built bundle in a process of its own, over real HTTP, and killed by SIGKILL at a call. */
export interface ProcessResult {
  readonly name: string;
  /** None where the end is that of the process that nobody has killed. */
  readonly differences: readonly Difference[];
  readonly attempts: number;
}

export interface ProcessOptions {
  readonly candidates: readonly Candidate[];
  readonly standIns: readonly StandIn[];
  readonly dist: string;
  readonly seed: number;
  /** How many calls are drawn for each handler's first sample. */
  readonly count: number;
}

/** A sample of the crash cases in full dress: what no simulation in one process can show. */
export async function proveInProcesses(options: ProcessOptions): Promise<ProcessResult[]> {
  const spotter = createSpotter(options.standIns);
  const runner = await startRunner({ port: 0, dist: options.dist, onLine: () => {}, faults: spotter.faults });
  try {
    const simulation = openSimulation(options.standIns, options.seed); // for what its systems count as equal
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
  const { load, clean } = await findLoad(simulation, candidate, (one) => run(one, () => undefined));
  const random = seededRandom(seedOf(seed, name));
  const endings = clean.calls.flatMap((call, place) =>
    [true, false].map((isBefore) => {
      const at = place + 1;
      // Before the last call most is half done.
      return { call, at, isBefore, lot: isBefore && at === clean.calls.length ? 0 : random() };
    }),
  );
  const results: ProcessResult[] = [];
  for (const { call, at, isBefore } of endings.sort((one, other) => one.lot - other.lot).slice(0, count)) {
    const killed = await run(load, (seen) => {
      if (seen !== at) return undefined;
      process.kill(runner.functions.get(name)?.pid() ?? Number.NaN, "SIGKILL");
      // What is pushed comes again by itself; a batch's leases would hold for a minute.
      runner.world.pubsub.broker.subscription(subscriptionPath(name)).expireLeases();
      return isBefore ? "reset-before-headers" : undefined;
    });
    results.push({
      name: `${candidate.handler.name} · ${load.name}${call} · kill -9 ${isBefore ? "before" : "after"} · ${at}`,
      differences: differences(clean.snapshot, killed.snapshot),
      attempts: killed.attempts,
    });
  }
  return results;
}

/** What is published together, and of whom the systems know what. */
interface Load extends Pick<Batch, "people"> {
  /** As a case's name says it. */
  readonly name: string;
}

/** More than one request takes the rows of. */
const MANY = 250;

/** One message that it makes calls for, to empty systems; of a batch handler many, of people who are such that something of them is written. */
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
      const clean = await run(load);
      // It leaves such a sample alone, in whatever state.
      if (clean.calls.length === 0) break;
      if (!isBatched || differences(clean.before, clean.snapshot).length > 0) return { load, clean };
    }
  }
  throw new Error(`${handler.name} ${isBatched ? "writes nothing" : "makes no call"} with any sample`);
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
  /** Of the message that needed most. */
  readonly attempts: number;
  readonly before: Snapshot;
  readonly snapshot: Snapshot;
}

interface Running {
  readonly systems: readonly System[];
  /** The handler's. */
  readonly name: string;
  readonly load: Load;
}

/** Publishes the load to systems that know of its people what they should, and waits until all is acknowledged. */
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
  // As a new instance finds it: the session of the last case ended with that.
  await runner.functions.get(name)?.stop();
  const snapshot = (): Snapshot =>
    new Map(systems.flatMap((system) => [...kindsOf(system, world.systems.get(system.name)?.state() ?? {})]));
  const before = snapshot();
  spotter.begin(onCall);
  const events = people.flatMap((one) => one.events);
  const acknowledged = acknowledgements(runner, name, events.length);
  for (const event of events) {
    const message = toMessage(event);
    // As a replay for this handler: others of the same event leave it alone.
    const attributes = { ...message.attributes, [REPLAY_HANDLER]: name };
    world.pubsub.broker.publish(topicPath(event.type), [
      { data: message.data.toString("base64"), attributes, orderingKey: message.orderingKey ?? "" },
    ]);
  }
  const attempts = await acknowledged;
  return { calls: spotter.calls(), attempts, before, snapshot: snapshot() };
}

/** Resolves to the most attempts of so many messages, when all are acknowledged. */
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
  /** What is asked at each call, with its number from 1: the fault that strikes it. */
  onCall: (seen: number) => string | undefined;
  begin(onCall: Spotter["onCall"]): void;
  /** Since the case began: `POST /services/data/v67.0/sobjects/Lead`. */
  calls(): readonly string[];
}

/** Fault rules that are asked about every call, and so can see each one come. */
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
