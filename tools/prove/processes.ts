import { createFaults, type FaultRule, type Faults } from "../../local/core/faults.ts";
import type { DeliveryRecord } from "../../local/pubsub/delivery/push.ts";
import type { StandIn, System } from "../../local/core/system.ts";
import { startRunner, type Runner } from "../../local/runner/runner.ts";
import { subscriptionPath, topicPath } from "../../local/runner/functions/topics.ts";
import { REPLAY_HANDLER } from "../../functions/runtime/pubsub/message.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import type { Candidate } from "./proof.ts";
import { seededRandom, seedOf } from "../seeded-random.ts";
import { toMessage } from "./samples.ts";
import { type Difference, differences, kindsOf, type Snapshot } from "./simulation/snapshot.ts";
import { openSimulation } from "./simulation/simulation.ts";

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
    const { systems } = openSimulation(options.standIns, options.seed); // for what they count as equal
    const results: ProcessResult[] = [];
    for (const candidate of options.candidates)
      results.push(...(await killAtCalls(runner, spotter, systems, candidate, options)));
    return results;
  } finally {
    await runner.close();
  }
}

async function killAtCalls(
  runner: Runner,
  spotter: Spotter,
  systems: readonly System[],
  candidate: Candidate,
  { seed, count }: ProcessOptions,
): Promise<ProcessResult[]> {
  const name = handlerName(candidate.handler.handler);
  const clean = await runOnce(runner, spotter, systems, candidate, () => undefined);
  const random = seededRandom(seedOf(seed, name));
  const endings = clean.calls.flatMap((call, place) =>
    [true, false].map((isBefore) => ({ call, at: place + 1, isBefore, lot: random() })),
  );
  const results: ProcessResult[] = [];
  for (const { call, at, isBefore } of endings.sort((one, other) => one.lot - other.lot).slice(0, count)) {
    const killed = await runOnce(runner, spotter, systems, candidate, (seen) => {
      if (seen !== at) return undefined;
      process.kill(runner.functions.get(name)?.pid() ?? Number.NaN, "SIGKILL");
      return isBefore ? "reset-before-headers" : undefined;
    });
    results.push({
      name: `${candidate.handler.name} · ${call} · kill -9 ${isBefore ? "before" : "after"} · ${at}`,
      differences: differences(clean.snapshot, killed.snapshot),
      attempts: killed.attempts,
    });
  }
  return results;
}

/** Publishes the sample to an empty world and waits until it is acknowledged. */
async function runOnce(
  runner: Runner,
  spotter: Spotter,
  systems: readonly System[],
  { handler, samples }: Candidate,
  onCall: Spotter["onCall"],
) {
  const [sample] = samples;
  if (sample === undefined) throw new Error(`${handler.name} has no sample`);
  const { world } = runner;
  world.reset();
  // As a new instance finds it: the session of the last case ended with that.
  await runner.functions.get(handlerName(handler.handler))?.stop();
  spotter.begin(onCall);
  const name = handlerName(handler.handler);
  const acknowledged = acknowledgement(runner, name);
  const message = toMessage(sample.event);
  // As a replay for this handler: others of the same event leave it alone.
  const attributes = { ...message.attributes, [REPLAY_HANDLER]: name };
  world.pubsub.broker.publish(topicPath(sample.event.type), [
    { data: message.data.toString("base64"), attributes, orderingKey: message.orderingKey ?? "" },
  ]);
  const { attempt: attempts } = await acknowledged;
  const kinds = systems.flatMap((system) => [...kindsOf(system, world.systems.get(system.name)?.state() ?? {})]);
  const snapshot: Snapshot = new Map(kinds);
  return { calls: spotter.calls(), attempts, snapshot };
}

function acknowledgement({ world }: Runner, subscription: string): Promise<DeliveryRecord> {
  return new Promise((resolve) => {
    const stop = world.pubsub.broker.onDelivery((record) => {
      if (record.subscription !== subscriptionPath(subscription) || record.outcome !== "acknowledged") return;
      stop();
      resolve(record);
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
