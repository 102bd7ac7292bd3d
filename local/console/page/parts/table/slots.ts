/**
 * Assigns rows to elements and reuses those of rows out of sight, so that only differing texts are redrawn. Row
 * components must hold no state.
 */
export function createSlots(): (keys: readonly string[]) => readonly number[] {
  let taken = new Map<string, number>();
  return (keys) => {
    const seen = new Set(keys);
    const free = [...taken].filter(([key]) => !seen.has(key)).map(([, slot]) => slot);
    const used = new Set(taken.values());
    const slots = keys.map((key) => {
      const slot = taken.get(key) ?? free.shift() ?? firstUnused(used);
      used.add(slot);
      return slot;
    });
    taken = new Map(keys.map((key, index) => [key, slots[index] ?? 0]));
    return slots;
  };
}

function firstUnused(used: ReadonlySet<number>): number {
  let slot = used.size;
  while (used.has(slot)) slot += 1;
  return slot;
}
