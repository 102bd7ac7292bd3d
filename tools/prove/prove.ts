import type { StandIn } from "../../local/core/system.ts";
import type { Case } from "./cases/case.ts";
import type { CleanRun, CleanRuns } from "./cases/situation.ts";
import { createWarmUp, rememberCleanRuns, stateFindingsOf, type WarmUpOptions } from "./run/clean-runs.ts";
import { type Group, type GroupResult, runGroup } from "./run/group.ts";
import type { WritableCache } from "./cache/cache.ts";
import { compareFootprints, type Footprints } from "./meetings/compare.ts";
import { type Footprint, takeFootprint } from "./meetings/footprint.ts";
import { planGroups } from "./plan.ts";
import { NO_TALLY } from "./points/tally.ts";
import { type Candidate, sortOut, withWords } from "./run/candidate.ts";
import type { Selection } from "./run/selection.ts";
import type { Result } from "./story/result.ts";
import { NO_OUTLOOK, type Outlook, type Proof, type Represented, toProof } from "./run/proof.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import { withKnownAnswers } from "./simulation/known-answers.ts";
import { openSimulation, type Simulation } from "./simulation/simulation.ts";
import { searchFor } from "./cases/find-case.ts";
import { takeSurroundings } from "./simulation/surroundings.ts";

export interface ProofOptions extends Selection, WarmUpOptions {
  readonly candidates: readonly Candidate[];
  readonly standIns: readonly StandIn[];
  /** Results for which to write a story. */
  readonly tells?: (result: Result) => boolean;
  /** Called for each group, case and call, for outside observers. */
  readonly onProgress?: Simulation["onProgress"];
  /** Filters the cases. Default: all. */
  readonly isTried?: (one: Case) => boolean;
  /** Reads and writes cached results. */
  readonly cache?: WritableCache | undefined;
}

/** Proves in the current thread. */
export async function prove(options: ProofOptions): Promise<Proof> {
  const started = performance.now();
  const groups: GroupResult[] = [];
  let outlook: Outlook = NO_OUTLOOK;
  await withProver(options, async (prover) => {
    ({ outlook } = prover);
    const { match, budgetMs = match === undefined ? 0 : Infinity } = options;
    let end: number | undefined;
    for (const group of prover.groups) {
      if (groups.some(({ handler, isMistaken }) => isMistaken === true && handler === group.handler.name)) continue;
      if (group.draws !== undefined) end ??= performance.now() + budgetMs;
      if (end !== undefined && performance.now() >= end) break;
      groups.push(await prover.run(group, failuresLeft(groups, group, options)));
    }
  });
  const { candidates, standIns } = options;
  const seconds = (performance.now() - started) / 1000;
  return toProof(candidates, standIns, { groups, outlook, seconds }, options);
}

function failuresLeft(results: readonly GroupResult[], { handler }: Group, { mostFailures = Infinity }: Selection) {
  const own = results.filter((result) => result.handler === handler.name).flatMap((result) => result.results);
  return mostFailures === Infinity ? Infinity : mostFailures - own.filter(({ verdict }) => verdict === "failed").length;
}

/** The plan, and a function that runs one group of it. */
interface Prover {
  /** Groups that always run, then the drawn ones. */
  readonly groups: readonly Group[];
  readonly outlook: Outlook;
  run(group: Group, mostFailures?: number): Promise<GroupResult>;
}

/** Replaces this thread's clock, randomness and network during `use`. */
export async function withProver(options: ProofOptions, use: (prover: Prover) => Promise<void>): Promise<void> {
  const simulation = openSimulation(options.standIns.map(withKnownAnswers), options.seed);
  simulation.onProgress = options.onProgress;
  const giveBack = takeSurroundings(simulation);
  const onUnhandled = (error: unknown) => void simulation.unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  try {
    const { tells = () => false } = options;
    const { sound } = sortOut(
      options.candidates.map((one) => withWords(one, options.standIns)),
      options.standIns,
    );
    const search = searchFor(
      options.match ?? "",
      sound.map(({ handler }) => handler.name),
    );
    const { warmUp, first } = createWarmUp(simulation, sound, options);
    const { tally = NO_TALLY } = options;
    const cleanRun = rememberCleanRuns(simulation, warmUp, tally);
    const stateFindings = (clean: CleanRun) => stateFindingsOf(first, clean);
    const footprints = compareFootprints(
      await takeFootprints(simulation, search.hasMeetings ? sound : [], cleanRun, options),
      sound,
    );
    const groups = planGroups(simulation, sound, options, { cleanRun, footprints }).filter(search.mayHold);
    await use({
      groups,
      outlook: outlookOf(sound, groups, footprints),
      run: (group, mostFailures = Infinity) =>
        tally.of(async () => {
          await warmUp(group.involved);
          return runGroup(simulation, group, { ...options, tells, mostFailures, cleanRun, stateFindings });
        }),
    });
  } finally {
    process.off("unhandledRejection", onUnhandled);
    giveBack();
  }
}

/** Empty if meetings were not selected; then every handler counts as meeting all others. */
async function takeFootprints(
  simulation: Simulation,
  candidates: readonly Candidate[],
  cleanRun: CleanRuns,
  { properties, states, isGivenUp = () => false, cache }: ProofOptions,
): Promise<Footprint[]> {
  const areMeetingsAsked = (["order", "interleaving"] as const).some((one) => properties?.includes(one) !== false);
  if (!areMeetingsAsked) return [];
  const footprints: Footprint[] = [];
  // A handler alone meets only itself; its calls matter only in the selected states.
  const looked = candidates.length < 2 ? states : undefined;
  for (const candidate of candidates.filter(({ handler }) => !isGivenUp(handler.name))) {
    const { name } = candidate.handler;
    const what = { handler: name, name: "footprint", involved: [name] };
    const known = cache?.find(what);
    const isKnown = known !== undefined && "touches" in known;
    const footprint = isKnown ? known : await takeFootprint(simulation, candidate, cleanRun, looked);
    cache?.store(what, footprint);
    footprints.push(footprint);
  }
  return footprints;
}

function outlookOf(candidates: readonly Candidate[], groups: readonly Group[], footprints: Footprints): Outlook {
  const handlers = candidates.map(({ handler }) => handler);
  const apart = handlers.map((handler) => {
    const others = handlers.filter((other) => !footprints.meet(handler, other));
    return [handler.name, others.map(({ name }) => name)];
  });
  const represented = handlers.map((handler) => [handler.name, representedTo(handler, handlers, footprints)]);
  const drawn = groups.reduce((count, { draws = 0 }) => count + draws, 0);
  return { drawn, apart: Object.fromEntries(apart), represented: Object.fromEntries(represented) };
}

/** The handlers it should meet but doesn't, with the members of their classes that it does meet instead. */
function representedTo(
  handler: ProvedHandler,
  all: readonly ProvedHandler[],
  { meet, areTried, classOf }: Footprints,
): Represented[] {
  const met = all.filter((other) => meet(handler, other));
  const left = met.filter((other) => !areTried(handler, other));
  return [...Map.groupBy(left, (other) => classOf(other))].map(([members, names]) => ({
    names: names.map(({ name }) => name),
    by: met.filter((one) => members.includes(one.name) && areTried(handler, one)).map(({ name }) => name),
  }));
}
