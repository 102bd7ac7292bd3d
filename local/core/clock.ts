/** Time for stand-ins, so that a test can run days of backoff in milliseconds. */
export interface Clock {
  /** In Unix milliseconds. */
  now(): number;
  /** Calls back once after this delay. Returns a function that cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after this delay, or as soon as the signal aborts. */
export function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.after(milliseconds, end);
    signal.addEventListener("abort", end);
  });
}

/** A clock whose pending timers can be dropped. */
export function resettable(clock: Clock): Clock & { dropTimers(): void } {
  const open = new Set<() => void>();
  return {
    now: () => clock.now(),
    after(milliseconds, callback) {
      const cancelTimer = clock.after(milliseconds, () => {
        open.delete(cancel);
        callback();
      });
      const cancel = () => {
        open.delete(cancel);
        cancelTimer();
      };
      open.add(cancel);
      return cancel;
    },
    dropTimers() {
      for (const cancel of open) cancel();
    },
  };
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/**
 * Time that moves only on demand. @sinonjs/fake-timers would not do: it does not expose when the next timer is due, and
 * waits in real time between timers.
 */
export class VirtualClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now = Date.parse("2026-01-01T00:00:00Z")) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, milliseconds), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Advances time and fires due timers in order; before each, promises settle and I/O happens. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.nextAt();
      if (next === undefined || next > until) break;
      this.fire();
    }
    this.#now = until;
  }

  /** Advances to the next timer and fires it. Returns false if there is none. */
  async step(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.fire();
  }

  /** The same synchronously, for callers that settle promises and I/O themselves. */
  fire(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    this.#timers = this.#timers.filter((other) => other !== next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
    return true;
  }

  /** When the next timer is due. */
  nextAt(): number | undefined {
    return this.#next()?.at;
  }

  /** Sets the time; no timer may be due by then. */
  moveTo(now: number): void {
    this.#now = Math.max(this.#now, now);
  }

  /** Drops all timers and sets the time, which may be earlier. */
  reset(now: number): void {
    this.#timers = [];
    this.#now = now;
  }

  /** The earliest timer; of equal ones, the first set. */
  #next() {
    return this.#timers.reduce<Timer | undefined>(
      (earliest, timer) => (earliest === undefined || timer.at < earliest.at ? timer : earliest),
      undefined,
    );
  }
}
