import type { StandIn } from "../../../local/core/system.ts";
import { type Candidate, sortOut } from "./candidate.ts";
import { idleFindings, mergeBounds } from "../cases/bounds.ts";
import type { ProofBounds } from "../../../local/console/contract/proof.ts";
import { unusedDeclarations } from "../cases/judge.ts";
import { effectFindings } from "../effects/compare.ts";
import { spellEffects } from "../effects/page.ts";
import { type Finding, finding, firstOfEachRule, UNACKNOWLEDGED } from "../finding.ts";
import type { GroupResult } from "./group.ts";
import type { Result } from "../story/result.ts";
import { asksForAll, type Selection } from "./selection.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";

export interface HandlerProof {
  readonly handler: string;
  /** All of its cases were selected and tried. */
  readonly isWhole?: boolean;
  readonly results: readonly Result[];
  /** Problems outside any case: no sample, no call, an unused declaration. */
  readonly problems: readonly Finding[];
  readonly bounds: ProofBounds;
  /** Its effects, in the format of proof/HANDLER.effects.md. */
  readonly effects?: string;
  /** Interleavings equivalent to ones in `results`, and other cases equivalent to one that ran. */
  readonly covered: number;
  readonly alike: number;
  /** Handlers whose events share no records with it. */
  readonly apart: readonly string[];
  readonly represented: readonly Represented[];
}

/** Handlers met only through others of their class, which make the same calls. */
export interface Represented {
  readonly names: readonly string[];
  /** Members of that class that were actually tried. */
  readonly by: readonly string[];
}

/** The number of drawn cases, and how many of them the budget allowed. */
interface Chance {
  readonly drawn: number;
  readonly tried: number;
}

export interface Proof {
  readonly handlers: readonly HandlerProof[];
  readonly seed: number;
  readonly chance: Chance;
  readonly cases: number;
  /** How many of these results came from the cache. */
  readonly kept: number;
  readonly seconds: number;
  /** CPU time of all threads, including startup and measurement. Absent if not measured. */
  readonly cpuSeconds?: number;
  /** Client code that no case ran, by file. Absent unless everything was proved. */
  readonly unreached?: readonly string[];
}

/** What is known before any case runs. */
export interface Outlook {
  /** Number of drawn cases. */
  readonly drawn: number;
  /** Handlers that each handler does not meet. */
  readonly apart: Readonly<Record<string, readonly string[]>>;
  /** Handlers that each handler meets only through others of their class. */
  readonly represented: Readonly<Record<string, readonly Represented[]>>;
}

export const NO_OUTLOOK: Outlook = { drawn: 0, apart: {}, represented: {} };

/** The results of a plan. */
interface Outcome {
  readonly groups: readonly GroupResult[];
  readonly outlook: Outlook;
  readonly kept?: number;
  readonly seconds: number;
}

/** Collects the groups' results by handler. */
export function toProof(
  candidates: readonly Candidate[],
  standIns: readonly StandIn[],
  { groups, outlook, kept = 0, seconds }: Outcome,
  selection: Selection,
): Proof {
  const { broken } = sortOut(candidates, standIns);
  const asked = candidates.filter(({ handler }) => selection.only?.includes(handler.name) !== false);
  const handlers = asked.map((asking) => {
    const { handler } = asking;
    const problems = broken.find(({ candidate }) => candidate.handler === handler)?.problems ?? [];
    const own = groups.filter((group) => group.handler === handler.name);
    if (problems.length > 0) return unproved(handler, problems);
    const { apart, represented } = outlook;
    const meetings = { apart: apart[handler.name] ?? [], represented: represented[handler.name] ?? [] };
    const isAllTried = !groups.some((group) => group.isMistaken === true);
    return { ...handlerProof(asking, own, { selection, isAllTried }), ...meetings };
  });
  const cases = handlers.reduce((count, { results }) => count + results.length, 0);
  const tried = groups.reduce((count, { draws = 0 }) => count + draws, 0);
  return { handlers, seed: selection.seed, chance: { drawn: outlook.drawn, tried }, cases, kept, seconds };
}

function unproved(handler: ProvedHandler, problems: readonly string[]): HandlerProof {
  const findings = problems.map((rule) => finding("bounds", rule));
  const bounds = mergeBounds(handler, []);
  const meetings = { covered: 0, alike: 0, apart: [], represented: [] };
  return { handler: handler.name, results: [], problems: findings, bounds, ...meetings };
}

function handlerProof(
  { handler, accepted }: Candidate,
  groups: readonly GroupResult[],
  { selection, isAllTried }: { readonly selection: Selection; readonly isAllTried: boolean },
): Omit<HandlerProof, "apart" | "represented"> {
  const problems = groups.flatMap((group) => group.problems);
  const acting = groups.flatMap((group) => group.acting ?? []);
  // A single case tells nothing about the other samples, nor does a handler that another problem keeps from acting.
  if (selection.match === undefined && problems.length === 0)
    problems.push(...idleFindings(handler.handler.eventType, acting));
  const isWhole = asksForAll(selection);
  const isComplete = isWhole && groups.every((group) => group.isComplete);
  const isInAllStates = selection.disturbed?.[handler.name] === undefined;
  const results = groups.flatMap((group) => group.results);
  if (isComplete && isInAllStates && isAllTried && !hasFailedClean(problems, results))
    problems.push(...unusedDeclarations(handler.declared, new Set(groups.flatMap(({ needed }) => needed))));
  const effects = effectsOf(handler, groups);
  const hasFailed = problems.length > 0 || results.some(({ verdict }) => verdict === "failed");
  // While writing a handler, convergence matters first.
  const isAsked = isWhole && accepted !== undefined && (accepted.effects !== undefined || !hasFailed);
  if (isAsked && effects !== undefined)
    problems.push(...effectFindings(handler.name, accepted.effects, effects, { converges: results.every(converges) }));
  return {
    handler: handler.name,
    isWhole: isComplete,
    results,
    covered: groups.reduce((count, { covered }) => count + covered, 0),
    alike: groups.reduce((count, { alike }) => count + alike, 0),
    problems: firstOfEachRule(problems),
    bounds: mergeBounds(
      handler,
      groups.map(({ bounds }) => bounds),
    ),
    ...(effects === undefined ? {} : { effects }),
  };
}

/** A failing clean run prevents the cases that would need a declaration, so unused declarations are not reported. */
function hasFailedClean(problems: readonly Finding[], results: readonly Result[]): boolean {
  const findings = [...problems, ...results.flatMap((result) => result.findings)];
  return findings.some(({ rule }) => rule.startsWith(UNACKNOWLEDGED));
}

/** Failures of `effects` are easiest to understand in the effects file. */
function converges({ verdict, case: { property } }: Result): boolean {
  return verdict !== "failed" || property === "effects";
}

/** Undefined if the handler did not finish in some situation. */
function effectsOf({ name }: ProvedHandler, groups: readonly GroupResult[]): string | undefined {
  const effects = groups.flatMap(({ effect }) => effect ?? []);
  const isMissing = groups.some(({ effect, isComplete }) => effect === undefined && !isComplete);
  const ofBatches = groups.flatMap((group) => group.ofBatches ?? []);
  return isMissing || effects.length === 0 ? undefined : spellEffects(name, effects, ofBatches);
}
