import { batchGroups } from "./batches/batches.ts";
import { bystanderCases } from "./cases/bystanders.ts";
import type { Case } from "./cases/case.ts";
import { correctedCase } from "./cases/corrected.ts";
import { duplicateCases } from "./cases/duplicates.ts";
import { faultCases, lastingFaultCases, twoFaultCases } from "./cases/faults.ts";
import { identityCases } from "./cases/identity.ts";
import { isolationCases } from "./cases/isolation.ts";
import { otherPeopleCases } from "./cases/other-people.ts";
import { outageCases } from "./cases/outages.ts";
import { crashCases, deadlineCases } from "./cases/process-ends.ts";
import { refusingStateCases } from "./cases/refused-fields.ts";
import { unacknowledgedCases, undisturbedCases } from "./cases/undisturbed.ts";
import {
  type CleanRun,
  type CleanRuns,
  PROCESSED,
  type Situation,
  situationName,
  situationOf,
  isActedIn,
  statesFor,
} from "./cases/situation.ts";
import { eventVariantCases } from "./cases/event-variants.ts";
import { patienceCases } from "./cases/patience.ts";
import { twoPeopleCases } from "./cases/two-people.ts";
import { troubleCases } from "./cases/troubles.ts";
import { timeCases } from "./cases/time.ts";
import type { Group } from "./run/group.ts";
import type { Footprints } from "./meetings/compare.ts";
import { meetingGroups } from "./meetings/meetings.ts";
import type { Candidate } from "./run/candidate.ts";
import type { Drawn, Selection } from "./run/selection.ts";
import { type Call, placeOf } from "./simulation/call.ts";
import type { Sample } from "./events/samples.ts";
import type { ProvedHandler } from "./simulation/delivery.ts";
import type { Simulation } from "./simulation/simulation.ts";
import { sampled, seededRandom, seedOf } from "../seeded-random.ts";

const DRAWN: Drawn = { twoFaults: 8, alike: 40, interleavings: 8, triples: 40, represented: 20 };

/**
 * All groups of the selected handlers, in an order that depends only on the selection: first the groups that always
 * run, then the drawn ones in an order that the seed determines.
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
      const states = statesFor(simulation, candidate).filter((state) => selection.states?.includes(state) !== false);
      const isDisturbed = ({ state }: Pick<Situation, "state">) =>
        selection.disturbed?.[handler.name]?.includes(state) !== false;
      const unprocessed = states.filter((state) => state !== PROCESSED && isDisturbed({ state }));
      const bySample = samples.map((sample) => states.map((state) => situationOf({ handler, sample, state })));
      return [
        ...samples.flatMap((sample, index) => {
          const earlier = bySample.slice(0, index).flat().filter(isDisturbed);
          const options = { seed, drawn, cleanRun, earlier, isDisturbed };
          return situationGroups(simulation, bySample[index] ?? [], options).map((group) => withSample(group, sample));
        }),
        ...batchGroups(simulation, candidate, { states: selection.states, cleanRun }),
        ...meetingGroups(candidate, { candidates, isAsked, states: unprocessed, footprints, seed, drawn }),
      ];
    });
  const [always = [], chance = []] = [false, true].map((isDrawn) =>
    groups.filter(({ draws }) => (draws !== undefined) === isDrawn),
  );
  const lots = chance.map((group) => ({ group, lot: seedOf(seed, group.name) }));
  return [...always, ...lots.sort((one, other) => one.lot - other.lot).map(({ group }) => group)];
}

/** Cases use rewritten people; the effect of a group is reported for the unmodified sample. */
function withSample(group: Group, sample: Sample): Group {
  return group.situation === undefined ? group : { ...group, asWritten: { ...group.situation, sample } };
}

/** Cases with other people, other events and other hours. */
function surroundingCases(
  simulation: Simulation,
  clean: CleanRun,
  { freshOfSample, fresh }: Pick<Seen, "freshOfSample" | "fresh">,
): Case[] {
  // An app that merges records turns two people into one.
  const isActing = isActedIn(simulation, clean.situation.state);
  return [
    ...(isActing ? [] : isolationCases(clean, freshOfSample)),
    ...(isActing || freshOfSample.length < Math.max(1, clean.calls.length) ? [] : bystanderCases(clean)),
    ...(freshOfSample.length > 0 ? [...identityCases(clean, isActing ? [] : fresh), ...timeCases(clean)] : []),
  ];
}

interface SituationOptions {
  readonly seed: number;
  readonly drawn: Drawn;
  readonly cleanRun: CleanRuns;
  /** Situations of the same handler with earlier samples. */
  readonly earlier: readonly Situation[];
  /** Whether the situation is selected to be disturbed. */
  readonly isDisturbed: (situation: Situation) => boolean;
}

/**
 * The groups of one sample's situations. Cases that take dozens of deliveries or hardly depend on the situation always
 * run in the first situation that makes the call, and are drawn in the others. The same goes for a sample that makes
 * the same calls as an earlier one.
 */
function situationGroups(simulation: Simulation, situations: readonly Situation[], options: SituationOptions): Group[] {
  return situations.flatMap((situation, index) => {
    const groupOf: GroupOf = (what, casesOf, otherwise = () => []) => ({
      handler: situation.handler,
      involved: [situation.handler.name],
      name: [...situationName(situation), ...what].join(" · "),
      async cases() {
        const clean = await options.cleanRun(situation);
        if (!clean.isAcknowledged) return otherwise(clean);
        return casesOf(await look(clean, situations.slice(0, index).filter(options.isDisturbed), options));
      },
    });
    const isDisturbed = options.isDisturbed(situation);
    const always = groupOf(
      [],
      (seen) => (isDisturbed ? alwaysCases(simulation, seen) : undisturbedCases(seen.clean)),
      (clean) => unacknowledgedCases(simulation, clean),
    );
    return [{ ...always, situation }, ...(isDisturbed ? drawnGroups(simulation, groupOf, options) : [])];
  });
}

/** `otherwise` makes the cases if the clean run is not acknowledged. */
type GroupOf = (
  what: readonly string[],
  casesOf: (seen: Seen) => Case[],
  otherwise?: (clean: CleanRun) => Case[],
) => Group;

/** A situation's clean run, and its calls that are new for this sample and new for this handler. */
interface Seen {
  readonly clean: CleanRun;
  readonly freshOfSample: readonly Call[];
  readonly fresh: readonly Call[];
  /** An earlier sample makes exactly the same calls in this state. */
  readonly isLikeEarlier: boolean;
}

async function look(
  clean: CleanRun,
  own: readonly Situation[],
  { earlier, cleanRun }: SituationOptions,
): Promise<Seen> {
  const freshOfSample = await newCalls(clean.calls, own, cleanRun);
  const fresh = await newCalls(freshOfSample, earlier, cleanRun);
  return {
    clean,
    freshOfSample,
    fresh,
    isLikeEarlier: fresh.length === 0 && (await isRepeated(clean, earlier, cleanRun)),
  };
}

async function isRepeated(clean: CleanRun, earlier: readonly Situation[], cleanRun: CleanRuns): Promise<boolean> {
  const spelled = ({ calls }: CleanRun) => calls.map(placeOf).join("\n");
  for (const other of earlier.filter(({ state }) => state === clean.situation.state)) {
    const before = await cleanRun(other);
    if (before.isAcknowledged && spelled(before) === spelled(clean)) return true;
  }
  return false;
}

function alwaysCases(simulation: Simulation, seen: Seen): Case[] {
  const { clean, freshOfSample, fresh, isLikeEarlier } = seen;
  return [
    ...undisturbedCases(clean),
    ...eventVariantCases(clean, isActedIn(simulation, clean.situation.state) ? 0 : freshOfSample.length),
    ...refusingStateCases(simulation, clean),
    ...(isLikeEarlier ? [] : onTheWayCases(simulation, seen)),
    ...duplicateCases(clean),
    correctedCase(clean),
    ...outageCases(clean, fresh),
    ...lastingFaultCases(simulation, clean, fresh),
    ...twoPeopleCases(simulation, clean, fresh),
    ...patienceCases(simulation, clean, fresh),
    ...surroundingCases(simulation, clean, { freshOfSample, fresh }),
  ];
}

/** Disturbances of the situation's calls. They are drawn if an earlier sample makes the same calls. */
function onTheWayCases(simulation: Simulation, { clean, fresh }: Seen): Case[] {
  return [
    ...faultCases(simulation, clean, fresh).always,
    ...crashCases(simulation, clean),
    ...deadlineCases(simulation, clean),
    ...otherPeopleCases(simulation, clean),
    ...troubleCases(simulation, clean),
  ];
}

function drawnGroups(simulation: Simulation, groupOf: GroupOf, { seed, drawn }: SituationOptions): Group[] {
  const alike = groupOf(["like others"], (seen) => {
    const { clean, fresh, isLikeEarlier } = seen;
    const random = seededRandom(seedOf(seed, situationName(clean.situation).join(" · ")));
    const repeated = isLikeEarlier ? onTheWayCases(simulation, seen) : [];
    const cases = [...faultCases(simulation, clean, fresh).drawn, ...repeated];
    return sampled(
      cases.filter(({ shownBy }) => shownBy?.() === undefined),
      drawn.alike,
      random,
    );
  });
  const twoFaults = groupOf(["two faults"], ({ clean }) =>
    twoFaultCases(simulation, clean, { seed, count: drawn.twoFaults }),
  );
  return [
    { ...alike, draws: drawn.alike },
    { ...twoFaults, draws: drawn.twoFaults },
  ];
}

/** The calls that no other situation makes. */
async function newCalls(
  calls: readonly Call[],
  others: readonly Situation[],
  cleanRun: CleanRuns,
): Promise<readonly Call[]> {
  const covered = new Set<string>();
  for (const other of others) {
    const clean = await cleanRun(other);
    if (clean.isAcknowledged) for (const call of clean.calls) covered.add(placeOf(call));
  }
  return calls.filter((call) => !covered.has(placeOf(call)));
}
