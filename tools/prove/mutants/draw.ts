import { sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Mutant } from "./mutant.ts";

/**
 * Shuffles the mutants so that any prefix contains each file's share of all. What the budget allows then represents the
 * rest. The order within a file depends only on its name and the seed.
 */
export function drawEvenly(mutants: readonly Mutant[], seed: number): Mutant[] {
  const placed = [...Map.groupBy(mutants, ({ file }) => file)].flatMap(([file, own]) => {
    const random = seededRandom(seedOf(seed, file));
    const offset = random();
    return sampled(own, own.length, random).map((mutant, index) => ({ mutant, at: (index + offset) / own.length }));
  });
  return placed.toSorted((one, other) => one.at - other.at).map(({ mutant }) => mutant);
}

/** 95 % confidence interval (Wilson) for the share in all, given `count` of the `drawn`. */
export function intervalOf(count: number, drawn: number): readonly [number, number] {
  if (drawn === 0) return [0, 1];
  const Z = 1.96;
  const [share, spread] = [count / drawn, Z ** 2 / drawn];
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / drawn + spread / (4 * drawn));
  return [(middle - half) / (1 + spread), (middle + half) / (1 + spread)];
}
