import type { AnyHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { StandIn } from "../../../local/core/system.ts";
import type { Sample } from "../events/samples.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";

/** A handler and the samples of its event type. */
export interface Candidate {
  readonly handler: ProvedHandler;
  /** The file that defines it. Absent when neither coverage nor caching is wanted. */
  readonly file?: string;
  /** Loads a fresh copy of its module, without state. Absent when leaks between samples are not checked. */
  readonly again?: () => Promise<AnyHandler>;
  readonly samples: readonly Sample[];
  /** Why it can't be proved, one sentence each. */
  readonly problems: readonly string[];
  /** Its accepted effects, from proof/HANDLER.effects.md. Absent when effects are not compared. */
  readonly accepted?: { readonly effects: string | undefined };
  /** Why a system's stand-in can't be used, by system name. */
  readonly brokenStandIns?: ReadonlyMap<string, string>;
}

/** Adds the word lists of its systems' stand-ins. */
export function withWords({ handler, ...candidate }: Candidate, standIns: readonly StandIn[]): Candidate {
  const uses: readonly string[] = handler.handler.uses;
  const words = standIns.filter(({ name }) => uses.includes(name)).flatMap((standIn) => standIn.words ?? []);
  return { ...candidate, handler: { ...handler, words } };
}

/** Separates the candidates that can't be proved, with the reasons, from the sound ones. */
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
