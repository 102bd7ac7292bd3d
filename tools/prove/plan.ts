import { type Case, placeOf } from "./cases/case.ts";
import { duplicateCases } from "./cases/duplicates.ts";
import { faultCases, lastingFaultCases, twoFaultCases } from "./cases/faults.ts";
import { identityCases } from "./cases/identity.ts";
import { interleavingCases } from "./cases/interleaving.ts";
import { isolationCases } from "./cases/isolation.ts";
import { orderCases } from "./cases/order.ts";
import { otherPeopleCases } from "./cases/other-people.ts";
import { outageCases } from "./cases/outages.ts";
import { crashCases, deadlineCases } from "./cases/process-ends.ts";
import type { Participant } from "./cases/several-events.ts";
import { type CleanRun, PROCESSED, type Situation, situationName, situationOf, statesFor } from "./cases/situation.ts";
import { timeCases } from "./cases/time.ts";
import type { Group } from "./group.ts";
import type { Candidate, Drawn, Selection } from "./proof.ts";
import type { Simulation } from "./simulation/simulation.ts";
import { seededRandom, seedOf } from "../seeded-random.ts";

const DRAWN: Drawn = { twoFaults: 8, interleavings: 24 };

/** A situation's clean run, made once. */
export type CleanRuns = (situation: Situation) => Promise<CleanRun>;

/** Every group of every handler that is asked for: the same ones in the same order for the same selection. */
export function planGroups(
  simulation: Simulation,
  candidates: readonly Candidate[],
  selection: Selection,
  cleanRun: CleanRuns,
): Group[] {
  return candidates
    .filter(({ handler }) => selection.only?.includes(handler.name) !== false)
    .flatMap((candidate) => {
      const states = statesFor(simulation, candidate.handler).filter(
        (state) => selection.states?.includes(state) !== false,
      );
      return [
        ...candidate.samples.flatMap((sample) =>
          situationGroups(
            simulation,
            states.map((state) => situationOf({ handler: candidate.handler, sample, state })),
            selection,
            cleanRun,
          ),
        ),
        ...meetingGroups(candidate, candidates, states, selection),
      ];
    });
}

/** One sample's situations. What takes dozens of deliveries is tried in the first of them that makes the call. */
function situationGroups(
  simulation: Simulation,
  situations: readonly Situation[],
  { seed, drawn = DRAWN }: Selection,
  cleanRun: CleanRuns,
): Group[] {
  return situations.map((situation, index) => ({
    handler: situation.handler,
    involved: [situation.handler.name],
    name: situationName(situation).join(" · "),
    situation,
    async cases() {
      const covered = new Set<string>();
      for (const earlier of situations.slice(0, index)) {
        const { isAcknowledged, calls } = await cleanRun(earlier);
        if (isAcknowledged) for (const call of calls) covered.add(placeOf(call));
      }
      const clean = await cleanRun(situation);
      if (!clean.isAcknowledged) return [];
      const fresh = clean.calls.filter((call) => !covered.has(placeOf(call)));
      return [
        ...faultCases(simulation, clean, fresh),
        ...crashCases(clean),
        ...deadlineCases(clean),
        ...duplicateCases(simulation, clean),
        ...otherPeopleCases(simulation, clean),
        ...twoFaultCases(simulation, clean, { seed, count: drawn.twoFaults }),
        ...outageCases(clean, fresh),
        ...lastingFaultCases(simulation, clean, fresh),
        ...isolationCases(clean, fresh),
        ...(fresh.length > 0 ? [...identityCases(clean), ...timeCases(clean)] : []),
      ];
    },
  }));
}

function isDrawn(name: string, seed: number, { share = 1 }: Drawn): boolean {
  return seededRandom(seedOf(seed, name))() < share;
}

/** Events that meet belong to the first one's handler, and to its own too if that is not asked for. */
function meetingGroups(
  { handler, samples }: Candidate,
  candidates: readonly Candidate[],
  states: readonly string[],
  { only, seed, drawn = DRAWN }: Selection,
): Group[] {
  const own: Participant[] = samples.map((sample) => ({ handler, sample }));
  const others: Participant[] = candidates
    .filter((other) => other.handler !== handler)
    .flatMap((other) => other.samples.map((sample) => ({ handler: other.handler, sample })));
  const unprocessed = states.filter((state) => state !== PROCESSED);
  const all: Case[] = [
    ...orderCases([...own, ...others], unprocessed, seed),
    ...interleavingCases([...own, ...others], unprocessed, { seed, count: drawn.interleavings }),
  ];
  const mine = all.filter(({ name }) => {
    const [first = ""] = name.split(" · ");
    return first === handler.name || only?.includes(first) === false;
  });
  const meetings = Map.groupBy(mine, ({ property, name }) => [property, ...name.split(" · ").slice(0, 3)].join(" · "));
  return [...meetings].flatMap(([name, cases]) => {
    const { property, place = "" } = cases[0] ?? {};
    const involved = place.split(/, then | and /);
    const isAlwaysTried = property === "order" && involved.length === 2;
    const isTried = isAlwaysTried || isDrawn(name, seed, drawn);
    return isTried ? [{ handler, involved, name, cases: async () => cases }] : [];
  });
}
