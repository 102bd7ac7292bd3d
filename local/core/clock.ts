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

/**
 * Time that moves only when it is told to. Of our own: @sinonjs/fake-timers does not say when the next timer is due, and waits
 * for real time between two of them.
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

  /** Moves time on, calling what falls due in order; lets promises settle and I/O happen before each step. */
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

  /** Moves time on to the next timer and calls it. False when there is none. */
  async step(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.fire();
  }

  /** The same at once: for who lets things settle in a way of their own. */
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

  /** Moves time on with nothing due until then. */
  moveTo(now: number): void {
    this.#now = Math.max(this.#now, now);
  }

  /** No timers, and this time, which may be an earlier one. */
  reset(now: number): void {
    this.#timers = [];
    this.#now = now;
  }

  /** The earliest timer, of equals the one set first. */
  #next() {
    return this.#timers.reduce<Timer | undefined>(
      (earliest, timer) => (earliest === undefined || timer.at < earliest.at ? timer : earliest),
      undefined,
    );
  }
}
