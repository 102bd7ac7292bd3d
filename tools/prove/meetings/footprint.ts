import { isBatchHandler, isOrdered } from "../../../functions/runtime/define/batch-handler.ts";
import type { Candidate } from "../run/candidate.ts";
import { type CleanRuns, isPerson, type Situation, situationOf, statesFor } from "../cases/situation.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type SystemTouch, touchesOf } from "../simulation/touching.ts";

/** What a handler touches in all of its clean runs, and the calls of the longest. Plain data. */
export interface Footprint {
  readonly handler: string;
  readonly touches: readonly SystemTouch[];
  readonly calls: number;
  /** How it receives messages, and what its events are about. */
  readonly sort: string;
  /** Every distinct call of any run. */
  readonly steps: readonly TracedStep[];
  /** For each sample, by starting state: its calls in order, as indexes into `steps`. */
  readonly runs: readonly (readonly { readonly state: string; readonly calls: readonly number[] }[])[];
}

export interface TracedStep {
  readonly operation: string;
  readonly touches: readonly SystemTouch[];
}

/** Over all samples and starting states, or only these states. */
export async function takeFootprint(
  simulation: Simulation,
  { handler, samples }: Candidate,
  cleanRun: CleanRuns,
  asked?: readonly string[],
): Promise<Footprint> {
  const touches = new Map<string, SystemTouch>();
  const steps: TracedStep[] = [];
  const places = new Map<string, number>();
  const placeOf = (step: TracedStep) => {
    const spelled = JSON.stringify(step);
    const place = places.get(spelled) ?? steps.push(step) - 1;
    places.set(spelled, place);
    return place;
  };
  let most = 0;
  const runs = [];
  for (const situations of situationsOf(simulation, { handler, samples }, asked)) {
    const bySample = [];
    for (const situation of situations) {
      const { calls, again } = await cleanRun(situation);
      const traced = [...calls, ...again].map((call): TracedStep => {
        const { system, operation } = call;
        return { operation: `${system} ${operation}`, touches: touchesOf(simulation, call) };
      });
      for (const touch of traced.flatMap((step) => step.touches)) touches.set(JSON.stringify(touch), touch);
      most = Math.max(most, calls.length);
      bySample.push({ state: situation.state, calls: traced.map(placeOf) });
    }
    runs.push(bySample);
  }
  const all = [...touches.values()];
  return { handler: handler.name, touches: all, calls: most, sort: sortOf({ handler, samples }), steps, runs };
}

function sortOf({ handler: { handler }, samples }: Pick<Candidate, "handler" | "samples">): string {
  const areOfPeople = samples.every(({ event }) => isPerson(event.subject));
  return [isOrdered(handler), isBatchHandler(handler), areOfPeople].join();
}

/** Ordered by sample. */
function situationsOf(
  simulation: Simulation,
  { handler, samples }: Pick<Candidate, "handler" | "samples">,
  asked?: readonly string[],
): Situation[][] {
  const states = statesFor(simulation, { handler, samples }).filter((state) => asked?.includes(state) !== false);
  return samples.map((sample) => states.map((state) => situationOf({ handler, sample, state })));
}
