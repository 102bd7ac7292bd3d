import type { CleanRuns } from "../plan.ts";
import type { Candidate } from "../proof.ts";
import { type Situation, situationOf, statesFor } from "../cases/situation.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type SystemTouch, touchEachOther, touchesOf } from "./touching.ts";

/** What a handler touches in all of its clean runs, and how many calls the longest makes. Plain data. */
export interface Footprint {
  readonly handler: string;
  readonly touches: readonly SystemTouch[];
  readonly calls: number;
}

export interface Footprints {
  /** Whether their events can matter to each other. */
  meet(one: ProvedHandler, other: ProvedHandler): boolean;
  /** As many calls as a delivery of either may make beside the other. */
  callsOf(participants: readonly { readonly handler: ProvedHandler }[]): number;
}

/** Over all samples and starting states. */
export async function takeFootprint(
  simulation: Simulation,
  { handler, samples }: Candidate,
  cleanRun: CleanRuns,
): Promise<Footprint> {
  const touches = new Map<string, SystemTouch>();
  let most = 0;
  for (const situation of situationsOf(simulation, { handler, samples })) {
    const { calls, again } = await cleanRun(situation);
    for (const call of [...calls, ...again])
      for (const touch of touchesOf(simulation, call)) touches.set(JSON.stringify(touch), touch);
    most = Math.max(most, calls.length);
  }
  return { handler: handler.name, touches: [...touches.values()], calls: most };
}

function situationsOf(
  simulation: Simulation,
  { handler, samples }: Pick<Candidate, "handler" | "samples">,
): Situation[] {
  const states = statesFor(simulation, { handler, samples });
  return samples.flatMap((sample) => states.map((state) => situationOf({ handler, sample, state })));
}

/** A run beside another may find more to do than any by itself. */
const MORE_CALLS = 2;

export function compareFootprints(all: readonly Footprint[]): Footprints {
  const byName = new Map(all.map((footprint) => [footprint.handler, footprint]));
  return {
    meet(one, other) {
      const [some, others] = [byName.get(one.name), byName.get(other.name)];
      return some === undefined || others === undefined || touchEachOther(some.touches, others.touches);
    },
    callsOf: (participants) =>
      Math.max(...participants.map(({ handler }) => byName.get(handler.name)?.calls ?? UNKNOWN_CALLS)) + MORE_CALLS,
  };
}

const UNKNOWN_CALLS = 10;
