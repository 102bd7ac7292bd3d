/** A function of a text that remembers its last answers: of what the text alone decides, and nobody changes. An error is not remembered. */
export function remembering<Value>(make: (text: string) => Value, most = 1000): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}

/** A URL read once: nobody may change it. */
export const readUrl = remembering((text) => new URL(text));
