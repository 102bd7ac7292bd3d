import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Numbers like Math.random's, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

// In jest each access to a global is slow, and this runs thousands of times.
const { imul } = Math;

/** A separate seed for each name, so that draws for one don't depend on what ran before (FNV-1a). */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < name.length; index += 1) hash = imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

export function drawn<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Up to `count` different items. */
export function sampled<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const lots = items.map((item) => ({ item, lot: random() })).sort((one, other) => one.lot - other.lot);
  return lots.slice(0, count).map(({ item }) => item);
}
