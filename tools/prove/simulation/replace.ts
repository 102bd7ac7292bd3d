/** Replaces a member. Returns a function that restores it. */
export function replaceMember(owner: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { configurable: true, writable: true, value });
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}

export function allOf(undo: readonly (() => void)[]): () => void {
  return () => {
    for (const giveBack of undo) giveBack();
  };
}
