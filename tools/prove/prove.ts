import type { StandIn } from "../../local/core/system.ts";
import { type Finding, finding, type Property } from "./rules/finding.ts";
import { takeAmbient } from "./simulation/ambient.ts";
import { type Bounds, boundsOf, cleanFindings, mergeBounds } from "./rules/bounds.ts";
import { type Case, placeOf } from "./cases/case.ts";
import { duplicateCases } from "./cases/duplicates.ts";
import { faultCases, lastingFaultCases, twoFaultCases } from "./cases/faults.ts";
import { interleavingCases } from "./cases/interleaving.ts";
import { orderCases } from "./cases/order.ts";
import { otherPeopleCases } from "./cases/other-people.ts";
import { outageCases } from "./cases/outages.ts";
import { crashCases, deadlineCases } from "./cases/process-ends.ts";
import type { Participant } from "./cases/several-events.ts";
import { openAccount } from "./declared/account.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import type { Sample } from "./samples.ts";
import { type CleanRun, runClean, PROCESSED, statesFor } from "./cases/situation.ts";
import { isEqual } from "./simulation/snapshot.ts";
import { openSimulation, type Simulation } from "./simulation/simulation.ts";
import { type Story, tellStory } from "./report/story.ts";

/** A handler and the samples of its event type. */
export interface Candidate {
  readonly handler: ProvedHandler;
  readonly samples: readonly Sample[];
  /** Why it can't be proved, a sentence each. */
  readonly problems: readonly string[];
}

export interface ProofOptions {
  readonly candidates: readonly Candidate[];
  readonly standIns: readonly StandIn[];
  /** Only these handlers' cases; the others take part where events meet. */
  readonly only?: readonly string[] | undefined;
  /** Only cases whose names hold this. */
  readonly match?: string | undefined;
  readonly seed: number;
  /** How many pairs of faults are drawn for each situation, and interleavings tried for each two events at once. */
  readonly drawn?: { readonly twoFaults: number; readonly interleavings: number };
  /** Only these properties, and only these starting states; the harness's own tests ask for what they are about. */
  readonly properties?: readonly Property[];
  readonly states?: readonly string[];
  /** Whose stories are wanted. */
  readonly tells?: (result: Result) => boolean;
  /** Stops a handler's proof after so many failures. */
  readonly mostFailures?: number;
}

export interface Result {
  readonly case: Pick<Case, "property" | "name" | "place" | "disturbance">;
  readonly verdict: "ok" | "declared" | "failed";
  readonly findings: readonly Finding[];
  readonly story?: Story;
}

export interface HandlerProof {
  readonly handler: string;
  readonly results: readonly Result[];
  /** What is wrong beside any case: no sample, no call, a declaration that no case needs. */
  readonly problems: readonly Finding[];
  readonly bounds: Bounds;
}

export interface Proof {
  readonly handlers: readonly HandlerProof[];
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
}

const DRAWN = { twoFaults: 8, interleavings: 24 };

export async function prove(options: ProofOptions): Promise<Proof> {
  const simulation = openSimulation(options.standIns, options.seed);
  const giveBack = takeAmbient(simulation.clock, simulation.random);
  const onUnhandled = (error: unknown) => void simulation.unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  try {
    const broken = new Map(options.candidates.map((one) => [one, problemsOf(one, options)]));
    const candidates = options.candidates.filter((one) => broken.get(one)?.length === 0);
    const first = await warmUp(simulation, candidates);
    const started = performance.now();
    const handlers: HandlerProof[] = [];
    for (const candidate of options.candidates) {
      if (options.only?.includes(candidate.handler.name) === false) continue;
      if (!candidates.includes(candidate)) handlers.push(unproved(candidate, broken.get(candidate) ?? []));
      else
        handlers.push(
          await proveHandler(simulation, candidate, { ...options, candidates }, first.get(candidate.handler)),
        );
    }
    const cases = handlers.reduce((count, { results }) => count + results.length, 0);
    return { handlers, seed: options.seed, cases, seconds: (performance.now() - started) / 1000 };
  } finally {
    process.off("unhandledRejection", onUnhandled);
    giveBack();
  }
}

/**
 * Runs one situation of each handler: what handlers and clients load when they are first used comes from disk, and no virtual
 * time knows how long that takes. A later run that differs has been told something by this one.
 */
export async function warmUp(
  simulation: Simulation,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<ProvedHandler, CleanRun>> {
  const first = new Map<ProvedHandler, CleanRun>();
  simulation.isPatient = true;
  for (const {
    handler,
    samples: [sample],
  } of candidates) {
    const [state = ""] = statesFor(simulation, handler);
    if (sample !== undefined) first.set(handler, await runClean(simulation, { handler, sample, state }));
  }
  simulation.isPatient = false;
  return first;
}

/** The process is the only thing that the first run and this one share. */
function stateFindings(first: CleanRun | undefined, second: CleanRun): Finding[] {
  if (
    first === undefined ||
    first.situation.sample !== second.situation.sample ||
    first.situation.state !== second.situation.state
  )
    return [];
  const told = ({ calls }: CleanRun) => calls.map(({ operation }) => operation).join();
  if (told(first) === told(second) && isEqual(first.snapshot, second.snapshot)) return [];
  return [
    finding(
      "duplicates",
      "does something else with the same event in a new world: it keeps something between deliveries, or draws lots",
    ),
  ];
}

async function proveHandler(
  simulation: Simulation,
  candidate: Candidate,
  options: ProofOptions,
  first: CleanRun | undefined,
): Promise<HandlerProof> {
  const { handler } = candidate;
  const problems: Finding[] = [];
  const bounds: Bounds[] = [];
  const results: Result[] = [];
  const account = openAccount(handler.declared);
  let longestMs = 0;
  let failures = 0;
  for await (const one of casesOf(simulation, candidate, options, (clean) => {
    problems.push(...stateFindings(first, clean), ...cleanFindings(simulation, clean));
    bounds.push(boundsOf(clean));
  })) {
    if (options.match !== undefined && !one.name.includes(options.match)) continue;
    if (options.properties?.includes(one.property) === false) continue;
    const end = await one.run(simulation);
    if (end === undefined) continue;
    longestMs = Math.max(longestMs, end.longestMs);
    const { property, name, place, disturbance, declarable } = one;
    const result: Result = {
      case: { property, name, place, disturbance },
      verdict: account.judge({ arrivalRules: [], ...end, declarable }),
      findings: end.findings,
    };
    results.push(options.tells?.(result) === true ? { ...result, story: await tellStory(simulation, one) } : result);
    if (result.verdict === "failed") failures += 1;
    if (failures >= (options.mostFailures ?? Infinity)) break;
  }
  const isWhole =
    [options.match, options.properties, options.states].every((filter) => filter === undefined) &&
    failures < (options.mostFailures ?? Infinity);
  if (isWhole) problems.push(...account.unused());
  return {
    handler: handler.name,
    results,
    problems: distinct(problems),
    bounds: mergeBounds(handler, bounds, longestMs),
  };
}

/** Why a handler can't be proved; the others are. */
function problemsOf({ handler: { handler }, samples, problems }: Candidate, { standIns }: ProofOptions): string[] {
  const known: readonly string[] = standIns.map(({ name }) => name);
  const sample = `samples/events/${handler.eventType}/NAME.json`;
  return [
    ...problems,
    ...(samples.length === 0 ? [`has no sample: ${sample} is an event of its type`] : []),
    ...handler.uses
      .filter((name) => !known.includes(name))
      .map((name) => `uses ${name}, which has no stand-in: local/${name}/stand-in.ts`),
  ];
}

function unproved({ handler }: Candidate, problems: readonly string[]): HandlerProof {
  return {
    handler: handler.name,
    results: [],
    problems: problems.map((rule) => finding("bounds", rule)),
    bounds: mergeBounds(handler, [], 0),
  };
}

function distinct(findings: readonly Finding[]): Finding[] {
  return findings.filter((one, index) => findings.findIndex((other) => other.rule === one.rule) === index);
}

async function* casesOf(
  simulation: Simulation,
  { handler, samples }: Candidate,
  options: ProofOptions,
  onClean: (clean: CleanRun) => void,
): AsyncGenerator<Case> {
  const { twoFaults, interleavings } = options.drawn ?? DRAWN;
  const states = statesFor(simulation, handler).filter((state) => options.states?.includes(state) !== false);
  for (const sample of samples) {
    const covered = new Set<string>();
    for (const state of states) {
      const clean = await runClean(simulation, { handler, sample, state });
      onClean(clean);
      if (!clean.isAcknowledged) continue;
      // What takes dozens of deliveries is tried once for each operation.
      const fresh = clean.calls.filter((call) => !covered.has(placeOf(call)));
      for (const call of fresh) covered.add(placeOf(call));
      yield* [
        ...faultCases(simulation, clean),
        ...crashCases(clean),
        ...deadlineCases(clean),
        ...duplicateCases(simulation, clean),
        ...otherPeopleCases(simulation, clean),
        ...twoFaultCases(simulation, clean, { seed: options.seed, count: twoFaults }),
        ...outageCases(clean, fresh),
        ...lastingFaultCases(simulation, clean, fresh),
      ];
    }
  }
  const own: Participant[] = samples.map((sample) => ({ handler, sample }));
  const others: Participant[] = options.candidates
    .filter((other) => other.handler !== handler)
    .flatMap((other) => other.samples.map((sample) => ({ handler: other.handler, sample })));
  const unprocessed = states.filter((state) => state !== PROCESSED);
  // Events that meet are the first one's handler's, and its own too if that is not asked for.
  const isOwn = ({ name }: Case) => {
    const [first = ""] = name.split(" · ");
    return first === handler.name || options.only?.includes(first) === false;
  };
  yield* orderCases([...own, ...others], unprocessed, options.seed).filter(isOwn);
  yield* interleavingCases([...own, ...others], unprocessed, { seed: options.seed, count: interleavings }).filter(
    isOwn,
  );
}
