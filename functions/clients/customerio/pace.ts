import { type Clock, orAbort } from "../../runtime/clock.ts";

const SECOND_MS = 1000;

/** Lets at most so many go in any second, and each as soon as it may. */
export interface Pace {
  /** Whether whoever came now would not have to wait. */
  isFree(): boolean;
  /** Resolves when it is one's turn; rejects where the signal aborts meanwhile. */
  wait(signal?: AbortSignal): Promise<void>;
}

export function createPace(clock: Clock, mostPerSecond: number): Pace {
  /** When the last ones went or will go, the oldest first. */
  const starts: number[] = [];
  const next = () => (starts.length < mostPerSecond ? -Infinity : (starts[0] ?? -Infinity) + SECOND_MS);
  return {
    isFree: () => next() <= clock.now(),
    async wait(signal) {
      const now = clock.now();
      const start = Math.max(now, next());
      if (starts.length >= mostPerSecond) starts.shift();
      starts.push(start);
      if (start === now) return;
      const waited = new Promise<void>((resolve) => void clock.after(start - now, resolve));
      await (signal === undefined ? waited : orAbort(waited, signal));
    },
  };
}
