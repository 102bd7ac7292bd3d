/** What is known by a text, and made where it is not. */
export type Recall<Value> = (text: string, make: () => Value) => Value;

const memories: Map<string, unknown>[] = [];

const MOST = 1000;

/** A memory of its last answers: of what the text alone decides, and nobody changes. An error is not remembered. */
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

/** A function of a text, with such a memory. */
export function remembering<Value>(make: (text: string) => Value): (text: string) => Value {
  const recall = createMemory<Value>();
  return (text) => recall(text, () => make(text));
}

/** Lets go of all that is remembered: for whoever measures what others keep. */
export function forgetRemembered(): void {
  for (const memory of memories) memory.clear();
}

/** A URL read once: nobody may change it. */
export const readUrl = remembering((text) => new URL(text));
