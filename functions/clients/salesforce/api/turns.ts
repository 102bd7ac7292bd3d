import { orDeadline } from "./deadline.ts";

/**
 * Lets one caller at a time pass `come()` per name, in order of arrival. It resolves to whether others were there
 * before.
 */
export type Turns = <Result>(
  thing: string,
  signal: AbortSignal | undefined,
  work: (come: () => Promise<boolean>) => Promise<Result>,
) => Promise<Result>;

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return async (thing, signal, work) => {
    const before = last.get(thing);
    let leave = () => {};
    const own = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const all = Promise.resolve(before).then(() => own);
    last.set(thing, all);
    const come = async () => {
      if (before === undefined) return false;
      await orDeadline(before, signal, "another write at the same record was not done by the event's deadline");
      return true;
    };
    try {
      return await work(come);
    } finally {
      leave();
      // Not before the earlier ones have left: one that gives up its turn leaves while they are still working.
      void all.finally(() => {
        if (last.get(thing) === all) last.delete(thing);
      });
    }
  };
}
