import type { AnyHandler } from "../../functions/runtime/define/batch-handler.ts";
import type { StandIn } from "../../local/core/system.ts";
import type { Sample } from "./samples.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";

/** A handler and the samples of its event type. */
export interface Candidate {
  readonly handler: ProvedHandler;
  /** Where it is defined. Left out: nobody asks whether all of it has run, and nothing of it is kept. */
  readonly file?: string;
  /** Loads its module anew, which remembers nothing. Left out: nobody asks what one sample leaves in it for another. */
  readonly again?: () => Promise<AnyHandler>;
  readonly samples: readonly Sample[];
  /** Why it can't be proved, a sentence each. */
  readonly problems: readonly string[];
  /** What it was accepted to do: proof/HANDLER.effects.md. Left out: nobody asks. */
  readonly accepted?: { readonly effects: string | undefined };
  /** Of the systems whose stand-ins can't be used: why. */
  readonly brokenStandIns?: ReadonlyMap<string, string>;
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
