import { orDeadline } from "./deadline.ts";

/** Lets one of those who name the same thing work at a time, in the order in which they came. */
export type Turns = <Result>(
  thing: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
) => Promise<Result>;

/** The turns of one instance. */
export function createTurns(): Turns {
  /** What the next one waits for. */
  const last = new Map<string, Promise<void>>();
  return async (thing, signal, work) => {
    const before = last.get(thing) ?? Promise.resolve();
    let finish = () => {};
    const own = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const both = before.then(() => own);
    last.set(thing, both);
    try {
      await orDeadline(before, signal, "another write at the same record was not done by the event's deadline");
      return await work();
    } finally {
      finish();
      if (last.get(thing) === both) last.delete(thing);
    }
  };
}
