import type { StandIn } from "../../local/core/system.ts";
import type { Case } from "./cases/case.ts";
import { unusedDeclarations } from "./declared/judge.ts";
import { effectFindings } from "./effects/compare.ts";
import { spellEffects } from "./effects/page.ts";
import type { GroupResult } from "./group.ts";
import type { Story } from "./report/story.ts";
import { type Bounds, mergeBounds } from "./rules/bounds.ts";
import { type Finding, finding, type Property } from "./rules/finding.ts";
import type { Sample } from "./samples.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";

/** A handler and the samples of its event type. */
export interface Candidate {
  readonly handler: ProvedHandler;
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
  /** Stops a handler's proof after so many failures. */
  readonly mostFailures?: number;
}

export interface Drawn {
  /** How many pairs of faults for each situation. */
  readonly twoFaults: number;
  /** How many interleavings of each two events at once. */
  readonly interleavings: number;
  /** Of what somebody else does in between, of two events at once, of three one after another: the share that is tried. */
  readonly share?: number;
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
  readonly results: readonly Result[];
  /** What is wrong beside any case: no sample, no call, a declaration that no case needs. */
  readonly problems: readonly Finding[];
  readonly bounds: Bounds;
  /** What it does, as proof/HANDLER.effects.md says it. */
  readonly effects?: string;
}

export interface Proof {
  readonly handlers: readonly HandlerProof[];
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
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

/** All that the groups have come to, handler by handler. */
export function toProof(
  candidates: readonly Candidate[],
  standIns: readonly StandIn[],
  groups: readonly GroupResult[],
  selection: Selection,
  seconds: number,
): Proof {
  const { broken } = sortOut(candidates, standIns);
  const asked = candidates.filter(({ handler }) => selection.only?.includes(handler.name) !== false);
  const handlers = asked.map((asking) => {
    const { handler } = asking;
    const problems = broken.find(({ candidate }) => candidate.handler === handler)?.problems ?? [];
    const own = groups.filter((group) => group.handler === handler.name);
    return problems.length > 0 ? unproved(handler, problems) : handlerProof(asking, own, selection);
  });
  const cases = handlers.reduce((count, { results }) => count + results.length, 0);
  return { handlers, seed: selection.seed, cases, seconds };
}

function unproved(handler: ProvedHandler, problems: readonly string[]): HandlerProof {
  const findings = problems.map((rule) => finding("bounds", rule));
  return { handler: handler.name, results: [], problems: findings, bounds: mergeBounds(handler, []) };
}

function handlerProof(
  { handler, accepted }: Candidate,
  groups: readonly GroupResult[],
  selection: Selection,
): HandlerProof {
  const problems = groups.flatMap((group) => group.problems);
  const { match, properties, states } = selection;
  const isWhole = [match, properties, states].every((filter) => filter === undefined);
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
    results,
    problems: problems.filter((one, index) => problems.findIndex((other) => other.rule === one.rule) === index),
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
  return isMissing || effects.length === 0 ? undefined : spellEffects(name, effects);
}
