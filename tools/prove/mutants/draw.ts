import { sampled, seededRandom, seedOf } from "../../seeded-random.ts";
import type { Mutant } from "./mutant.ts";

/**
 * In such an order that the first so many of them hold each file's share of all: what the time suffices for stands for the
 * rest. A file's own order depends on nothing but its name and the seed.
 */
export function drawEvenly(mutants: readonly Mutant[], seed: number): Mutant[] {
  const placed = [...Map.groupBy(mutants, ({ file }) => file)].flatMap(([file, own]) => {
    const random = seededRandom(seedOf(seed, file));
    const offset = random();
    return sampled(own, own.length, random).map((mutant, index) => ({ mutant, at: (index + offset) / own.length }));
  });
  return placed.toSorted((one, other) => one.at - other.at).map(({ mutant }) => mutant);
}

/** Between which shares that of all is, by 95 %, where so many of those that were drawn are of a kind (Wilson's interval). */
export function intervalOf(count: number, drawn: number): readonly [number, number] {
  if (drawn === 0) return [0, 1];
  const Z = 1.96;
  const [share, spread] = [count / drawn, Z ** 2 / drawn];
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / drawn + spread / (4 * drawn));
  return [(middle - half) / (1 + spread), (middle + half) / (1 + spread)];
}
