import { isBatchHandler } from "../../../functions/runtime/define/batch-handler.ts";
import { type CleanRun, situationOf, type Situation } from "../cases/situation.ts";
import type { Group } from "../run/group.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { atOnceDisturbances } from "./at-once.ts";
import { largeBatch, mixedBatch, personalStates } from "./batch.ts";
import { batchCases, type DisturbancesOf, IN_BATCHES } from "./batch-case.ts";
import { callDisturbances, crashDisturbances, rowDisturbances, rowsOf } from "./calls.ts";
import { wholeDisturbances } from "./whole.ts";

/** Groups of what only batches can break. Empty unless it is a batch handler. */
export function batchGroups(
  simulation: Simulation,
  candidate: Candidate,
  {
    states,
    cleanRun,
  }: { readonly states: readonly string[] | undefined; readonly cleanRun: (of: Situation) => Promise<CleanRun> },
): Group[] {
  const { handler } = candidate;
  if (!isBatchHandler(handler.handler)) return [];
  const groupOf = (name: string, cases: Group["cases"]): Group => ({
    handler,
    involved: [handler.name],
    name: [handler.name, IN_BATCHES, name].join(" · "),
    cases,
  });
  const mixed = mixedBatch(simulation, candidate, states);
  if (mixed.people.length === 0) return [];
  const ofMixed: DisturbancesOf = (clean) => [
    ...wholeDisturbances(clean),
    ...rowDisturbances(simulation, clean),
    ...callDisturbances(simulation, clean),
    ...crashDisturbances(clean),
    ...atOnceDisturbances(clean),
  ];
  const ofLarge: DisturbancesOf = (clean) => [...callDisturbances(simulation, clean), ...crashDisturbances(clean)];
  const shown = personalStates(simulation, candidate).filter((state) => states?.includes(state) !== false);
  return [
    {
      ...groupOf("what they do", async () => []),
      shownBatches: { samples: candidate.samples, states: shown },
    },
    groupOf(mixed.name, () => batchCases(simulation, mixed, ofMixed)),
    groupOf("more than one request takes", async () => {
      const large = await findLarge();
      return large === undefined ? [] : batchCases(simulation, large, ofLarge);
    }),
  ];

  /** The first situation that writes rows, with more people than fit into one request. */
  async function findLarge() {
    for (const state of personalStates(simulation, candidate).filter((one) => states?.includes(one) !== false))
      for (const sample of candidate.samples) {
        const { calls } = await cleanRun(situationOf({ handler, sample, state }));
        const [first] = calls.flatMap((call) => rowsOf(simulation, call) ?? []);
        if (first !== undefined) return largeBatch(handler, sample, state, first.most + 1);
      }
    return undefined;
  }
}
