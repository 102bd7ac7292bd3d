import type { Candidate } from "../run/candidate.ts";
import type { ProvedHandler } from "../simulation/delivery.ts";
import { touchEachOther } from "../simulation/touching.ts";
import { type Classes, classesOf, NO_CLASSES } from "./classes.ts";
import type { Footprint } from "./footprint.ts";

export interface Footprints extends Classes {
  /** Whether the handlers' events can affect each other. */
  meet(one: ProvedHandler, other: ProvedHandler): boolean;
  /** Name of the first sample that leads to a call. */
  leadingSample(candidate: Candidate): string | undefined;
  /** An upper bound for the calls of either delivery when they run side by side. */
  callsOf(participants: readonly { readonly handler: ProvedHandler }[]): number;
}

/** Next to another, a run may find more to do than alone. */
const MORE_CALLS = 2;

export function compareFootprints(all: readonly Footprint[], candidates: readonly Candidate[]): Footprints {
  const classes = all.length === 0 ? NO_CLASSES : classesOf(all, candidates);
  const byName = new Map(all.map((footprint) => [footprint.handler, footprint]));
  return {
    ...classes,
    meet(one, other) {
      const [some, others] = [byName.get(one.name), byName.get(other.name)];
      return some === undefined || others === undefined || touchEachOther(some.touches, others.touches);
    },
    leadingSample({ handler, samples }) {
      const runs = byName.get(handler.name)?.runs ?? [];
      const isActing = (place: number) => runs[place]?.some(({ calls }) => calls.length > 0) === true;
      return (samples.find((_, place) => isActing(place)) ?? samples[0])?.name;
    },
    callsOf: (participants) =>
      Math.max(...participants.map(({ handler }) => byName.get(handler.name)?.calls ?? UNKNOWN_CALLS)) + MORE_CALLS,
  };
}

const UNKNOWN_CALLS = 10;
