import { type Case, conclude } from "../cases/case.ts";
import { divergence, type Finding } from "../finding.ts";
import type { Subscription } from "../simulation/deliver.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Batch, beginBatch, type CleanBatch, partOf, runCleanBatch, runEachAlone } from "./batch.ts";

/** What befalls a batch. */
export interface BatchDisturbance extends Pick<Case, "place" | "disturbance"> {
  readonly says?: string;
  /** As declarations name it, where the place says more. */
  readonly operation?: string;
  /** Delivers its messages, disturbs that, and delivers the rest. */
  run(simulation: Simulation, subscription: Subscription): Promise<Told>;
}

export interface Told {
  readonly findings: readonly Finding[];
  /** What is said of an end that is not as it should be. */
  readonly rule?: string;
}

/** Asked anew of each part of a batch: what befalls a part is what has its place and name there. */
export type DisturbancesOf = (clean: CleanBatch) => readonly BatchDisturbance[];

/** The cases of a batch, each held against the end of its messages each alone. */
export async function batchCases(
  simulation: Simulation,
  batch: Batch,
  disturbancesOf: DisturbancesOf,
): Promise<readonly Case[]> {
  const known = new Map<string, CleanBatch>();
  const cleanOf = async (one: Batch) => {
    const key = one.part?.join() ?? "all";
    const clean = known.get(key) ?? (await runCleanBatch(simulation, one));
    known.set(key, clean);
    return clean;
  };
  const toCase = (one: Batch, what: Omit<BatchDisturbance, "run">): Case => {
    const { place, disturbance, operation = place } = what;
    return {
      property: "batch",
      name: [...nameOf(one), place, disturbance].join(" · "),
      place,
      disturbance,
      declarable: [{ fault: disturbance, operation }],
      ...(what.says === undefined ? {} : { says: what.says }),
      smaller: () =>
        partsOf(one).flatMap((part) => placesLike(place).map((other) => toCase(part, { ...what, place: other }))),
      runExpected: (own) => runEachAlone(own, one),
      async run(own) {
        const clean = await cleanOf(one);
        const found = disturbancesOf(clean).find((other) => other.place === place && other.disturbance === disturbance);
        if (found === undefined) return undefined;
        const { findings, rule } = await found.run(own, beginBatch(own, one));
        const end = await conclude(own, "batch", [clean.expected], findings);
        if (rule === undefined) return end;
        const told = end.findings.map((finding) => (finding.isDivergence ? divergence("batch", rule) : finding));
        return { ...end, findings: told };
      },
    };
  };
  return disturbancesOf(await cleanOf(batch)).map((what) => toCase(batch, what));
}

function nameOf({ handler, name, part }: Batch): readonly string[] {
  return [handler.name, IN_BATCHES, name, ...(part === undefined ? [] : [`of them ${part.join(", ")}`])];
}

export const IN_BATCHES = "in batches";

const FEW = 3;

/** Halves, and of a few people those without one. */
function partsOf(batch: Batch): readonly Batch[] {
  const { length } = batch.people;
  if (length > FEW) return [0, 1].map((half) => partOf(batch, (place) => place * 2 < length === (half === 0)));
  return length < 2 ? [] : batch.people.map((_, left) => partOf(batch, (place) => place !== left));
}

/** Of a row: a part has fewer of them. */
function placesLike(place: string): readonly string[] {
  const [, call = "", row = "1"] = /^(.*, row )(\d+)$/.exec(place) ?? [];
  return call === "" ? [place] : [...new Set([`${call}1`, `${call}2`, `${call}${row}`])];
}
