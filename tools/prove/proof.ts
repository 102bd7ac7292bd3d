import type { StandIn } from "../../local/core/system.ts";
import type { Case } from "./cases/case.ts";
import { unusedDeclarations } from "./declared/judge.ts";
import { effectFindings } from "./effects/compare.ts";
import { spellEffects } from "./effects/page.ts";
import type { GroupResult } from "./group.ts";
import type { Story } from "./report/story.ts";
import { type Bounds, idleFindings, mergeBounds } from "./rules/bounds.ts";
import { type Finding, finding, firstOfEachRule, type Property } from "./rules/finding.ts";
import type { Sample } from "./samples.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";

/** A handler and the samples of its event type. */
export interface Candidate {
  readonly handler: ProvedHandler;
  /** Where it is defined. Left out: nobody asks whether all of it has run, and nothing of it is kept. */
  readonly file?: string;
  readonly samples: readonly Sample[];
  /** Why it can't be proved, a sentence each. */
  readonly problems: readonly string[];
  /** What it was accepted to do: proof/HANDLER.effects.md. Left out: nobody asks. */
  readonly accepted?: { readonly effects: string | undefined };
  /** Of the systems whose stand-ins can't be used: why. */
  readonly brokenStandIns?: ReadonlyMap<string, string>;
}

/** Which cases are tried. */
export interface Selection {
  /** Only these handlers' cases; the others take part where events meet. */
  readonly only?: readonly string[] | undefined;
  /** Only cases whose names hold this. */
  readonly match?: string | undefined;
  readonly seed: number;
  readonly drawn?: Drawn;
  /** Only these properties, and only these starting states; the prover's own tests ask for what they are about. */
  readonly properties?: readonly Property[];
  readonly states?: readonly string[];
  /** For so long is tried what is drawn, after all that is always tried; left out: none of it. */
  readonly budgetMs?: number | undefined;
  /** Stops a handler's proof after so many failures. */
  readonly mostFailures?: number;
}

/** How much there is to try of what can't all be tried. */
export interface Drawn {
  /** Pairs of faults, of each situation. */
  readonly twoFaults: number;
  /** How many of the cases that are like others, in each situation. */
  readonly alike: number;
  /** Interleavings with more than two switches, of each two events at once. */
  readonly interleavings: number;
  /** Times that three events are put together, of each handler. */
  readonly triples: number;
  /** Times that two events are put together of handlers that others represent to each other, of each handler. */
  readonly represented: number;
}

export function asksForAll({ match, properties, states }: Selection): boolean {
  return [match, properties, states].every((filter) => filter === undefined);
}

/** A case that was tried. */
export interface Result {
  readonly case: Pick<Case, "property" | "name" | "place" | "disturbance">;
  readonly verdict: "ok" | "declared" | "failed";
  readonly findings: readonly Finding[];
  /** Of one that fails: those of the same kind are most likely one mistake. */
  readonly kind?: string;
  readonly story?: Story;
}

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

/** The candidate with what its systems' stand-ins say of words. */
export function withWords({ handler, ...candidate }: Candidate, standIns: readonly StandIn[]): Candidate {
  const uses: readonly string[] = handler.handler.uses;
  const words = standIns.filter(({ name }) => uses.includes(name)).flatMap((standIn) => standIn.words ?? []);
  return { ...candidate, handler: { ...handler, words } };
}

/** Those of which there is nothing to prove, with the reason of each; the others are proved. */
export function sortOut(candidates: readonly Candidate[], standIns: readonly StandIn[]) {
  const broken = candidates
    .map((candidate) => ({ candidate, problems: problemsOf(candidate, standIns) }))
    .filter(({ problems }) => problems.length > 0);
  const sound = candidates.filter((candidate) => !broken.some((one) => one.candidate === candidate));
  return { sound, broken };
}

function problemsOf(
  { handler: { handler }, samples, problems, brokenStandIns }: Candidate,
  standIns: readonly StandIn[],
): string[] {
  const known: readonly string[] = standIns.map(({ name }) => name);
  const sample = `samples/events/${handler.eventType}/NAME.json`;
  return [
    ...problems,
    ...(samples.length === 0 ? [`has no sample: ${sample} is an event of its type`] : []),
    ...handler.uses
      .filter((name) => !known.includes(name))
      .map((name) => {
        const broken = brokenStandIns?.get(name);
        return broken === undefined
          ? `uses ${name}, which has no stand-in: local/${name}/stand-in.ts`
          : `uses ${name}, whose stand-in can't be used: ${broken}`;
      }),
  ];
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
}

/** All that the groups have come to, handler by handler. */
export function toProof(
  candidates: readonly Candidate[],
  standIns: readonly StandIn[],
  { groups, outlook, kept = 0 }: Outcome,
  selection: Selection,
  seconds: number,
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
    return { ...handlerProof(asking, own, selection), ...meetings };
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
  selection: Selection,
): Omit<HandlerProof, "apart" | "represented"> {
  const problems = groups.flatMap((group) => group.problems);
  const acting = groups.flatMap((group) => group.acting ?? []);
  // One case alone says nothing of the other samples.
  if (selection.match === undefined) problems.push(...idleFindings(handler.handler.eventType, acting));
  const isWhole = asksForAll(selection);
  const isComplete = isWhole && groups.every((group) => group.isComplete);
  if (isComplete)
    problems.push(...unusedDeclarations(handler.declared, new Set(groups.flatMap(({ needed }) => needed))));
  const results = groups.flatMap((group) => group.results);
  const effects = effectsOf(handler, groups);
  const hasFailed = problems.length > 0 || results.some(({ verdict }) => verdict === "failed");
  // Whoever writes a handler first wants to know whether it converges.
  const isAsked = isWhole && accepted !== undefined && (accepted.effects !== undefined || !hasFailed);
  if (isAsked && effects !== undefined) problems.push(...effectFindings(handler.name, accepted.effects, effects));
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

/** Undefined where a situation is missing, since the handler never came back from it. */
function effectsOf({ name }: ProvedHandler, groups: readonly GroupResult[]): string | undefined {
  const effects = groups.flatMap(({ effect }) => effect ?? []);
  const isMissing = groups.some(({ effect, isComplete }) => effect === undefined && !isComplete);
  const ofBatches = groups.flatMap((group) => group.ofBatches ?? []);
  return isMissing || effects.length === 0 ? undefined : spellEffects(name, effects, ofBatches);
}
