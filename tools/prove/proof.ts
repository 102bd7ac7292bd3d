import type { StandIn } from "../../local/core/system.ts";
import { type Candidate, sortOut } from "./candidate.ts";
import { type Bounds, idleFindings, mergeBounds } from "./cases/bounds.ts";
import { unusedDeclarations } from "./cases/judge.ts";
import { effectFindings } from "./effects/compare.ts";
import { spellEffects } from "./effects/page.ts";
import { type Finding, finding, firstOfEachRule, UNACKNOWLEDGED } from "./finding.ts";
import type { GroupResult } from "./group.ts";
import type { Result } from "./result.ts";
import { asksForAll, type Selection } from "./selection.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";

export interface HandlerProof {
  readonly handler: string;
  /** All of its cases were asked for, and tried. */
  readonly isWhole?: boolean;
  readonly results: readonly Result[];
  /** What is wrong beside any case: no sample, no call, a declaration that no case needs. */
  readonly problems: readonly Finding[];
  readonly bounds: Bounds;
  /** What it does, as proof/HANDLER.effects.md says it. */
  readonly effects?: string;
  /** Interleavings that others stand for, beside those among the results, and other cases that come to the same as one of those. */
  readonly covered: number;
  readonly alike: number;
  /** Handlers whose events it can't touch. */
  readonly apart: readonly string[];
  readonly represented: readonly Represented[];
}

/** Handlers that another meets in the persons of those which do the same as they. */
export interface Represented {
  readonly names: readonly string[];
  /** Those of the same class that it is tried with. */
  readonly by: readonly string[];
}

/** How many cases are drawn, and how many of them there was time for. */
export interface Chance {
  readonly drawn: number;
  readonly tried: number;
}

export interface Proof {
  readonly handlers: readonly HandlerProof[];
  readonly seed: number;
  readonly chance: Chance;
  readonly cases: number;
  /** Those of them whose results are an earlier proof's. */
  readonly kept: number;
  readonly seconds: number;
  /** Of all threads, with what starts them and what measures them. Left out: nobody has measured it. */
  readonly cpuSeconds?: number;
  /** The clients' code that no case ran, file by file; left out where not all was proved. */
  readonly unreached?: readonly string[];
}

/** What is known of the whole before any case is run. */
export interface Outlook {
  /** The cases that are drawn. */
  readonly drawn: number;
  /** By handler, those that it does not meet. */
  readonly apart: Readonly<Record<string, readonly string[]>>;
  /** By handler, those that it meets in others alone. */
  readonly represented: Readonly<Record<string, readonly Represented[]>>;
}

export const NO_OUTLOOK: Outlook = { drawn: 0, apart: {}, represented: {} };

/** What has become of a plan. */
export interface Outcome {
  readonly groups: readonly GroupResult[];
  readonly outlook: Outlook;
  readonly kept?: number;
  readonly seconds: number;
}

/** All that the groups have come to, handler by handler. */
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
  // One case alone says nothing of the other samples.
  if (selection.match === undefined) problems.push(...idleFindings(handler.handler.eventType, acting));
  const isWhole = asksForAll(selection);
  const isComplete = isWhole && groups.every((group) => group.isComplete);
  const results = groups.flatMap((group) => group.results);
  if (isComplete && isAllTried && !hasFailedClean(problems, results))
    problems.push(...unusedDeclarations(handler.declared, new Set(groups.flatMap(({ needed }) => needed))));
  const effects = effectsOf(handler, groups);
  const hasFailed = problems.length > 0 || results.some(({ verdict }) => verdict === "failed");
  // Whoever writes a handler first wants to know whether it converges.
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

/** What is declared of a situation is not needed in it while its clean run already fails: that alone is to be mended then. */
function hasFailedClean(problems: readonly Finding[], results: readonly Result[]): boolean {
  const findings = [...problems, ...results.flatMap((result) => result.findings)];
  return findings.some(({ rule }) => rule.startsWith(UNACKNOWLEDGED));
}

/** What is written by mistake is best read in the effects. */
function converges({ verdict, case: { property } }: Result): boolean {
  return verdict !== "failed" || property === "effects";
}

/** Undefined where a situation is missing, since the handler never came back from it. */
function effectsOf({ name }: ProvedHandler, groups: readonly GroupResult[]): string | undefined {
  const effects = groups.flatMap(({ effect }) => effect ?? []);
  const isMissing = groups.some(({ effect, isComplete }) => effect === undefined && !isComplete);
  const ofBatches = groups.flatMap((group) => group.ofBatches ?? []);
  return isMissing || effects.length === 0 ? undefined : spellEffects(name, effects, ofBatches);
}
