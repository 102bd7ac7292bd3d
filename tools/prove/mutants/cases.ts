import { CommandError } from "../../../local/core/problems.ts";
import type { GroupReach, Kinds, Trial } from "./attempt.ts";
import { chooseFrom } from "./choose.ts";
import { type Asked, share, startAsked } from "./pool.ts";
import type { Mutant } from "./mutant.ts";
import { type Attempted, type Step, textsOf, type Trying } from "./trying.ts";

/** Tries mutants on the prover's cases that reach their lines. */
export interface Cases {
  readonly few: Step;
  readonly many: Step;
  close(): Promise<void>;
}

/** @throws if a case fails or hangs on the original */
export async function openCases(trying: Trying): Promise<Cases> {
  const { handlers, index, counted, workers } = trying;
  const asked = Array.from({ length: workers }, (_, turn) => startAsked(turn, workers));
  const groups: GroupReach[] = [];
  await share(asked, workers, async (one) => {
    const answer = await one.ask({ reach: { texts: counted, points: index.count, part: { only: handlers } } });
    if (answer?.groups === undefined) throw new CommandError(problemOf(answer));
    groups.push(...answer.groups);
  });
  const choose = chooseFrom(groups);
  const tryOn = async (
    one: Asked | undefined,
    { mutant, trial, kinds }: { readonly mutant: Mutant; readonly trial: Trial | undefined; readonly kinds: Kinds },
  ): Promise<Attempted> => {
    if (trial === undefined || Object.keys(trial).length === 0)
      return { killer: undefined, isReached: trial !== undefined };
    const answer = await one?.ask({ mutant: textsOf(trying, mutant), trial, kinds });
    const killer = answer === undefined ? "time-out" : "killer" in answer ? answer.killer : "broken";
    return { killer, isReached: true };
  };
  return {
    few: (mutant, turn) =>
      tryOn(asked[turn], { mutant, trial: choose(index.near(mutant).points)?.few, kinds: "alone" }),
    many: (mutant, turn) =>
      tryOn(asked[turn], { mutant, trial: choose(index.near(mutant).points)?.many, kinds: "meeting" }),
    close: async () => void (await Promise.all(asked.map((one) => one.stop()))),
  };
}

function problemOf(answer: object | undefined): string {
  return answer !== undefined && "problem" in answer
    ? String(answer.problem)
    : "the proof of the original never comes back";
}
