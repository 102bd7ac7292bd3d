import { type Clock, orAbort } from "../../runtime/clock.ts";

const SECOND_MS = 1000;

/** Lets at most so many go in any second, and each as soon as it may; one that is aborted meanwhile rejects. */
export type Pace = (signal: AbortSignal | undefined) => Promise<void>;

export function createPace(clock: Clock, mostPerSecond: number): Pace {
  /** When the last ones went or will go, the oldest first. */
  const starts: number[] = [];
  return async (signal) => {
    const now = clock.now();
    const before = starts.length < mostPerSecond ? undefined : starts.shift();
    const start = Math.max(now, (before ?? -Infinity) + SECOND_MS);
    starts.push(start);
    if (start === now) return;
    const waited = new Promise<void>((resolve) => void clock.after(start - now, resolve));
    await (signal === undefined ? waited : orAbort(waited, signal));
  };
}
