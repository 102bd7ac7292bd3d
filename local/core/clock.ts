/** Time as the stand-ins see it, so that a test can run days of backoff in milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after so many milliseconds; what it returns cancels that. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** A clock whose open timers can be dropped. */
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

/** Time that moves only when it is told to. */
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

  /** Moves time on, calling what falls due in order; lets promises settle and I/O happen before each step. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#next();
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = until;
  }

  /** Moves time on to the next timer and calls it. False when there is none. */
  async step(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    const next = this.#next();
    if (next === undefined) return false;
    await this.advance(next.at - this.#now);
    return true;
  }

  /** The earliest timer, of equals the one set first. */
  #next() {
    return this.#timers.reduce<Timer | undefined>(
      (earliest, timer) => (earliest === undefined || timer.at < earliest.at ? timer : earliest),
      undefined,
    );
  }
}
