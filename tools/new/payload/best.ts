import type { Leaf } from "./leaves.ts";

/** The leaf with the lowest rank, and among these the one that is nested least. */
export function best(leaves: readonly Leaf[], rank: (leaf: Leaf) => number | undefined): Leaf | undefined {
  const ranked = leaves.flatMap((leaf) => {
    const ranking = rank(leaf);
    return ranking === undefined ? [] : [{ leaf, order: ranking * 100 + leaf.path.length }];
  });
  return ranked.toSorted((one, other) => one.order - other.order)[0]?.leaf;
}
