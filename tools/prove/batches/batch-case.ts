import { type Case, conclude } from "../cases/case.ts";
import { divergence, type Finding } from "../finding.ts";
import type { Subscription } from "../simulation/deliver.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Batch, beginBatch, type CleanBatch, partOf, runCleanBatch, runEachAlone } from "./batch.ts";

/** A disturbance of a batch. */
export interface BatchDisturbance extends Pick<Case, "place" | "disturbance"> {
  readonly says?: string;
  /** For declarations, where the place is more specific than the operation. */
  readonly operation?: string;
  /** Delivers the batch with the disturbance, then the rest until it is acknowledged. */
  run(simulation: Simulation, subscription: Subscription): Promise<Told>;
}

export interface Told {
  readonly findings: readonly Finding[];
  /** The rule to report when the end state is wrong. */
  readonly rule?: string;
}

/** Called again for each part of a batch: a part's disturbance has the same place and name there. */
export type DisturbancesOf = (clean: CleanBatch) => readonly BatchDisturbance[];

/** The cases of a batch. The expected end state is that of each message delivered alone. */
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

/** The halves of a batch; for up to three people, the batch without each of them. */
function partsOf(batch: Batch): readonly Batch[] {
  const { length } = batch.people;
  if (length > FEW) return [0, 1].map((half) => partOf(batch, (place) => place * 2 < length === (half === 0)));
  return length < 2 ? [] : batch.people.map((_, left) => partOf(batch, (place) => place !== left));
}

/** A row's place: a part has fewer rows. */
function placesLike(place: string): readonly string[] {
  const [, call = "", row = "1"] = /^(.*, row )(\d+)$/.exec(place) ?? [];
  return call === "" ? [place] : [...new Set([`${call}1`, `${call}2`, `${call}${row}`])];
}
