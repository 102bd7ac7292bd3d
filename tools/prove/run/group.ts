import type { Case, CaseEnd } from "../cases/case.ts";
import type { CleanRun, Situation } from "../cases/situation.ts";
import { judge } from "../cases/judge.ts";
import type { Effect } from "../effects/effect.ts";
import { runBatchForEffect, runForEffect } from "../effects/run.ts";
import type { Selection } from "./selection.ts";
import type { Reached } from "../points/reached.ts";
import type { Result } from "../story/result.ts";
import type { Sample } from "../events/samples.ts";
import { kindOf } from "../story/kinds.ts";
import { withName } from "../cases/find-case.ts";
import { tellStory } from "../story/tell.ts";
import { type Acting, actingIn, boundsOf, cleanFindings, mergeBounds } from "../cases/bounds.ts";
import type { ProofBounds } from "../../../local/console/contract/proof.ts";
import { type Finding, finding, LOOPS, NO_FIELD, OWN_ERROR, TRIED_NO_FURTHER } from "../finding.ts";
import { type ProvedHandler, systemsOf } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** Cases compared with the same expected end state: those of one situation, or of one meeting of events. */
export interface Group {
  readonly handler: ProvedHandler;
  /** Names of all handlers that run in it. */
  readonly involved: readonly string[];
  readonly name: string;
  /** The situation, whose clean run is checked too. Absent for meetings. */
  readonly situation?: Situation;
  /** The same situation with the unmodified sample, for the effects file. */
  readonly asWritten?: Situation;
  /** Batches for the effects file. Each contains all of these samples. */
  readonly shownBatches?: { readonly samples: readonly Sample[]; readonly states: readonly string[] };
  /** For a drawn group, which runs only while the budget lasts: its number of cases. */
  readonly draws?: number;
  cases(): Promise<readonly Case[]>;
}

/** The outcome of a group. Plain data, because workers send it between threads. */
export interface GroupResult {
  readonly handler: string;
  readonly results: readonly Result[];
  readonly problems: readonly Finding[];
  readonly bounds: ProofBounds;
  /** From the situation's clean run. */
  readonly acting?: Acting;
  /** Declarations that its cases needed. */
  readonly needed: readonly string[];
  /** Interleavings equivalent to ones already tried, and other cases equivalent to one that runs. */
  readonly covered: number;
  readonly alike: number;
  /** As in Group. */
  readonly draws?: number;
  /** False if it ended early. */
  readonly isComplete: boolean;
  /** The clean run already shows the handler's own mistake, so further cases are pointless. */
  readonly isMistaken?: true;
  /** The handler's effect in the group's situation. */
  readonly effect?: Effect;
  /** Its effects on the group's batches. */
  readonly ofBatches?: readonly Effect[];
  /** Handler and client code that the cases reached. Absent if coverage is off. */
  readonly reached?: Reached;
}

/** Findings about a handler that belong to no group. */
export function besideGroups(
  handler: string,
  { problems, isComplete }: Pick<GroupResult, "problems" | "isComplete">,
): GroupResult {
  const bounds = { cleanCalls: 0, repeatedCalls: 0, repeatedWrites: 0, longestMs: 0, ackDeadlineMs: 0 };
  return { handler, results: [], problems, bounds, needed: [], covered: 0, alike: 0, isComplete };
}

interface GroupOptions extends Pick<Selection, "match" | "properties"> {
  readonly tells: (result: Result) => boolean;
  /** Stops after this many failures. */
  readonly mostFailures: number;
  readonly cleanRun: (situation: Situation) => Promise<CleanRun>;
  readonly isTried?: (one: Case) => boolean;
  readonly stateFindings: (clean: CleanRun) => Finding[];
}

export async function runGroup(simulation: Simulation, group: Group, options: GroupOptions): Promise<GroupResult> {
  const { handler, situation } = group;
  if (situation !== undefined) simulation.onProgress?.("case", group.name);
  const clean = situation === undefined ? undefined : await options.cleanRun(situation);
  const problems = clean === undefined ? [] : [...options.stateFindings(clean), ...cleanFindings(simulation, clean)];
  const results: Result[] = [];
  const needed = new Set<string>();
  let longestMs = 0;
  let failures = 0;
  let isMistaken = false;
  let [covered, alike] = [0, 0];
  const { match = "", properties } = options;
  const trial = (one: Case) => tryCase(simulation, one, handler);
  const cases = properties?.length === 0 ? [] : await group.cases();
  for (const one of withName(cases, match)) {
    if (properties?.includes(one.property) === false) continue;
    const shownBy = match === "" ? one.shownBy?.() : undefined;
    if (shownBy === "another" && one.property === "interleaving") covered += 1;
    else if (shownBy === "another") alike += 1;
    if (shownBy !== undefined || options.isTried?.(one) === false) continue;
    const tried = await trial(one);
    if (tried === undefined) continue;
    const { end, result } = tried;
    longestMs = Math.max(longestMs, end.longestMs);
    for (const what of tried.needed) needed.add(what);
    // Don't shrink a case that was requested by name.
    const smallest = (): Promise<Case> =>
      match === "" && result.kind !== undefined
        ? shrink(one, async (smaller) => (await trial(smaller))?.result.kind === result.kind)
        : Promise.resolve(one);
    results.push(options.tells(result) ? { ...result, story: await tellStory(simulation, await smallest()) } : result);
    if (result.verdict === "failed") failures += 1;
    isMistaken = match === "" && isOwnMistake(result);
    if (failures >= options.mostFailures || isMistaken) break;
  }
  const bounds = mergeBounds(handler, clean === undefined ? [] : [boundsOf(clean)], longestMs);
  if (isMistaken) problems.push(finding("bounds", TRIED_NO_FURTHER));
  const isComplete = failures < options.mostFailures && !isMistaken;
  const draws = group.draws === undefined ? {} : { draws: group.draws };
  const isShown = group.asWritten !== undefined && match === "" && !isMistaken;
  const shown = isShown ? { effect: await runForEffect(simulation, group.asWritten) } : {};
  const ofBatches: Effect[] = [];
  for (const state of match === "" ? (group.shownBatches?.states ?? []) : [])
    ofBatches.push(await runBatchForEffect(simulation, { handler, samples: group.shownBatches?.samples ?? [], state }));
  const own = { handler: handler.name, ofBatches, results, problems, bounds, needed: [...needed], covered, alike };
  const acting = clean === undefined ? {} : { acting: actingIn(clean) };
  return { ...own, ...draws, ...shown, ...acting, isComplete, ...(isMistaken && { isMistaken }) };
}

/**
 * The undisturbed run already fails: the handler throws its own error, names a field that does not exist, or never ends to
 * call, of which no other case could try every order.
 */
function isOwnMistake({ case: { disturbance }, findings }: Result): boolean {
  return (
    disturbance.startsWith("undisturbed") &&
    findings.some(({ rule }) => [OWN_ERROR, LOOPS].includes(rule) || rule.includes(` ${NO_FIELD}, `))
  );
}

interface Tried {
  readonly end: CaseEnd;
  readonly result: Result;
  /** Declarations that the case needed. */
  readonly needed: readonly string[];
}

/** Undefined if there was nothing to disturb. */
async function tryCase(simulation: Simulation, one: Case, handler: ProvedHandler): Promise<Tried | undefined> {
  simulation.onProgress?.("case", one.name);
  const end = await one.run(simulation);
  if (end === undefined) return undefined;
  const impossible = systemsOf(simulation, handler).flatMap((system) => system.impossible ?? []);
  const { verdict, needed } = judge(handler.declared, { arrivalRules: [], ...end, ...one }, impossible);
  const { property, name, place, disturbance, types } = one;
  const kind = verdict === "failed" ? { kind: kindOf(one, end) } : {};
  return {
    end,
    result: {
      case: { property, name, place, disturbance, ...(types === undefined ? {} : { types }) },
      verdict,
      findings: end.findings,
      ...kind,
    },
    needed,
  };
}

const MOST_RUNS = 40;

/**
 * Replaces the case by the first smaller one that fails alike, repeatedly, until there is none or the limit is reached.
 */
export async function shrink(one: Case, failsLikewise: (smaller: Case) => Promise<boolean>): Promise<Case> {
  let [smallest, runsLeft] = [one, MOST_RUNS];
  let untried = [...(one.smaller?.() ?? [])];
  for (let next = untried.shift(); next !== undefined && runsLeft > 0; next = untried.shift()) {
    runsLeft -= 1;
    if (!(await failsLikewise(next))) continue;
    smallest = next;
    untried = [...(next.smaller?.() ?? [])];
  }
  return smallest;
}
