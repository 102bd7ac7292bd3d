/** Returns the value remembered for a text, or makes it. */
type Recall<Value> = (text: string, make: () => Value) => Value;

const memories: Map<string, unknown>[] = [];

const MOST = 1000;

/** A bounded cache for values that depend on the text only and are never mutated. Errors are not cached. */
function createMemory<Value>(): Recall<Value> {
  const known = new Map<string, { readonly value: Value }>();
  memories.push(known);
  return (text, make) => {
    const before = known.get(text);
    if (before !== undefined) return before.value;
    const value = make();
    if (known.size >= MOST) known.clear();
    known.set(text, { value });
    return value;
  };
}

/** A function of a text, with such a cache. */
export function remembering<Value>(make: (text: string) => Value): (text: string) => Value {
  const recall = createMemory<Value>();
  return (text) => recall(text, () => make(text));
}

/** Clears all caches, for measuring what others retain. */
export function forgetRemembered(): void {
  for (const memory of memories) memory.clear();
}

/** A cached URL, which nobody may mutate. */
export const readUrl = remembering((text) => new URL(text));
