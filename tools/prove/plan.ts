import { type Case, placeOf } from "./cases/case.ts";
import { duplicateCases } from "./cases/duplicates.ts";
import { faultCases, lastingFaultCases, twoFaultCases } from "./cases/faults.ts";
import { identityCases } from "./cases/identity.ts";
import { isolationCases } from "./cases/isolation.ts";
import { otherPeopleCases } from "./cases/other-people.ts";
import { outageCases } from "./cases/outages.ts";
import { crashCases, deadlineCases } from "./cases/process-ends.ts";
import { undisturbedCases } from "./cases/undisturbed.ts";
import { type CleanRun, PROCESSED, type Situation, situationName, situationOf, statesFor } from "./cases/situation.ts";
import { timeCases } from "./cases/time.ts";
import type { Group } from "./group.ts";
import type { Footprints } from "./meetings/footprint.ts";
import { meetingGroups } from "./meetings/meetings.ts";
import type { Candidate, Drawn, Selection } from "./proof.ts";
import type { Call } from "./simulation/call.ts";
import type { Sample } from "./samples.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import type { Simulation } from "./simulation/simulation.ts";
import { seedOf } from "../seeded-random.ts";

const DRAWN: Drawn = { twoFaults: 8, interleavings: 8, triples: 40 };

/** A situation's clean run, made once. */
export type CleanRuns = (situation: Situation) => Promise<CleanRun>;

/**
 * Every group of every handler that is asked for, the same ones in the same order for the same selection: all that are always
 * tried, then those that are drawn, in an order that the seed decides.
 */
export function planGroups(
  simulation: Simulation,
  candidates: readonly Candidate[],
  selection: Selection,
  { cleanRun, footprints }: { readonly cleanRun: CleanRuns; readonly footprints: Footprints },
): Group[] {
  const { only, seed, drawn = DRAWN } = selection;
  const isAsked = ({ name }: ProvedHandler) => only?.includes(name) !== false;
  const groups = candidates
    .filter(({ handler }) => isAsked(handler))
    .flatMap((candidate) => {
      const { handler, samples } = candidate;
      const states = statesFor(simulation, handler).filter((state) => selection.states?.includes(state) !== false);
      const unprocessed = states.filter((state) => state !== PROCESSED);
      return [
        ...samples.flatMap((sample) => {
          const situations = states.map((state) => situationOf({ handler, sample, state }));
          const options = { seed, drawn, cleanRun };
          return situationGroups(simulation, situations, options).map((group) => withSample(group, sample));
        }),
        ...meetingGroups(candidate, { candidates, isAsked, states: unprocessed, footprints, seed, drawn }),
      ];
    });
  const [always = [], chance = []] = [false, true].map((isDrawn) =>
    groups.filter(({ draws }) => (draws !== undefined) === isDrawn),
  );
  return [...always, ...chance.sort((one, other) => seedOf(seed, one.name) - seedOf(seed, other.name))];
}

/** So that a group of a situation can tell what is done with the sample as it is written: its cases are of other people. */
function withSample(group: Group, sample: Sample): Group {
  return group.situation === undefined ? group : { ...group, asWritten: { ...group.situation, sample } };
}

/** Other persons, other events, other hours. */
function surroundingCases(clean: CleanRun, fresh: readonly Call[]): Case[] {
  return [...isolationCases(clean, fresh), ...(fresh.length > 0 ? [...identityCases(clean), ...timeCases(clean)] : [])];
}

interface SituationOptions {
  readonly seed: number;
  readonly drawn: Drawn;
  readonly cleanRun: CleanRuns;
}

/** One sample's situations. What takes dozens of deliveries is tried in the first of them that makes the call. */
function situationGroups(
  simulation: Simulation,
  situations: readonly Situation[],
  { seed, drawn, cleanRun }: SituationOptions,
): Group[] {
  return situations.flatMap((situation, index): Group[] => {
    const { handler } = situation;
    const name = situationName(situation).join(" · ");
    const involved = [handler.name];
    const always: Group = {
      handler,
      involved,
      name,
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
          ...undisturbedCases(clean),
          ...faultCases(simulation, clean, fresh),
          ...crashCases(clean),
          ...deadlineCases(clean),
          ...duplicateCases(simulation, clean),
          ...otherPeopleCases(simulation, clean),
          ...outageCases(clean, fresh),
          ...lastingFaultCases(simulation, clean, fresh),
          ...surroundingCases(clean, fresh),
        ];
      },
    };
    const pairs: Group = {
      handler,
      involved,
      name: `${name} · two faults`,
      draws: drawn.twoFaults,
      async cases() {
        const clean = await cleanRun(situation);
        return clean.isAcknowledged ? twoFaultCases(simulation, clean, { seed, count: drawn.twoFaults }) : [];
      },
    };
    return [always, pairs];
  });
}
