import type { Candidate } from "./candidate.ts";
import { leaksAfter, strangersEvent } from "../cases/isolation.ts";
import { takeStates } from "../cases/leaks.ts";
import {
  arrange,
  type CleanRun,
  type CleanRuns,
  runClean,
  type Situation,
  situationName,
  situationOf,
  statesFor,
} from "../cases/situation.ts";
import { type Finding, finding } from "../finding.ts";
import { NO_TALLY, type Tally } from "../points/tally.ts";
import { subscribe } from "../simulation/deliver.ts";
import { recording, type Simulation } from "../simulation/simulation.ts";
import { isEqual } from "../simulation/snapshot.ts";

export interface WarmUpOptions {
  /** The process has already loaded everything that handlers read from disk. */
  readonly isWarm?: boolean;
  /** Handlers that need no further runs. */
  readonly isGivenUp?: (handler: string) => boolean;
  /** Records what each group reaches. */
  readonly tally?: Tally | undefined;
}

/**
 * Runs, before anything else, situations of a handler until one makes a call. Handlers and clients load modules from
 * disk on first use, which takes an unknown amount of virtual time. A later run that differs from this one shows state
 * kept between deliveries.
 */
export function createWarmUp(
  simulation: Simulation,
  candidates: readonly Candidate[],
  { isGivenUp = () => false, isWarm = false, tally = NO_TALLY }: WarmUpOptions,
) {
  const cold = new Map(candidates.map((candidate) => [candidate.handler.name, candidate]));
  const first: CleanRun[] = [];
  const warmUpOne = async (name: string) => {
    const { handler, samples = [], again } = cold.get(name) ?? {};
    cold.delete(name);
    if (handler === undefined || isGivenUp(name)) return;
    const [state = ""] = statesFor(simulation, { handler, samples });
    let hasLoaded = false;
    for (const sample of samples) {
      // The module may remember the sample it has already seen.
      const fresh = hasLoaded ? await again?.() : handler.handler;
      if (fresh === undefined) break;
      const situation = situationOf({ handler, sample, state });
      simulation.onProgress?.("case", situationName(situation).join(" · "));
      simulation.isPatient = !isWarm;
      const clean = await runFirst(simulation, { ...situation, handler: { ...handler, handler: fresh } });
      simulation.isPatient = false;
      first.push({ ...clean, situation });
      hasLoaded ||= clean.calls.length > 0; // a sample it ignores loads nothing
    }
  };
  const warmUp = async (handlers: readonly string[]) => {
    for (const name of handlers) await tally.once(name, () => warmUpOne(name));
  };
  return { warmUp, first };
}

/** The first run in this process. Another person's event then reveals what the handler's module has kept of it. */
async function runFirst(simulation: Simulation, situation: Situation): Promise<CleanRun> {
  arrange(simulation, [situation.sample.event], situation.state);
  const before = takeStates(simulation);
  const clean = await runClean(simulation, situation);
  const second = strangersEvent(situation, "second");
  const subscription = subscribe(simulation, situation.handler);
  const findings = await recording(simulation, () =>
    leaksAfter(subscription, { first: situation.sample.event, second, before }),
  );
  return { ...clean, findings: [...clean.findings, ...findings] };
}

/** Runs each situation's clean run once and remembers it. */
export function rememberCleanRuns(
  simulation: Simulation,
  warmUp: (handlers: readonly string[]) => Promise<void>,
  tally: Tally,
): CleanRuns {
  const known = new Map<string, CleanRun>();
  return async (situation) => {
    await warmUp([situation.handler.name]);
    const name = situationName(situation).join(" · ");
    simulation.onProgress?.("case", name);
    let clean = known.get(name);
    await tally.once(name, async () => {
      clean ??= await runClean(simulation, situation);
    });
    if (clean === undefined) throw new Error(`${name} has a clean run`);
    known.set(name, clean);
    return clean;
  };
}

/** How a clean run differs from the first run of its situation. They share nothing but the process. */
export function stateFindingsOf(all: readonly CleanRun[], second: CleanRun): Finding[] {
  const { handler, sample, state } = second.situation;
  const isSame = ({ situation: one }: CleanRun) =>
    one.handler === handler && one.sample.name === sample.name && one.state === state;
  const first = all.find(isSame);
  if (first === undefined) return [];
  if (first.findings.length > 0) return [...first.findings];
  const told = ({ calls }: CleanRun) => calls.map(({ operation }) => operation).join();
  if (told(first) === told(second) && isEqual(first.snapshot, second.snapshot)) return [];
  return [
    finding(
      "duplicates",
      "does something else with the same event in a new world: it keeps something between deliveries, or draws lots",
    ),
  ];
}
