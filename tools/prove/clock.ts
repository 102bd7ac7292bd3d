import type { Clock } from "../../functions/runtime/clock.ts";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time of one case: it stands still until it is told to move, and can go back to begin another case. */
export interface StageClock extends Clock {
  /** No timers, and this time. */
  reset(now: number): void;
  /** Moves time on to the earliest timer, of equals the one set first, and calls it. False when there is none. */
  step(): boolean;
  /** When the earliest timer is due. */
  next(): number | undefined;
  /** Moves time on with nothing due until then. */
  moveTo(now: number): void;
}

export function createStageClock(): StageClock {
  let time = 0;
  let timers: Timer[] = [];
  const earliest = () =>
    timers.reduce<Timer | undefined>(
      (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
      undefined,
    );
  return {
    now: () => time,
    after(milliseconds, callback) {
      const timer = { at: time + Math.max(0, milliseconds), callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    reset(now) {
      timers = [];
      time = now;
    },
    step() {
      const timer = earliest();
      if (timer === undefined) return false;
      timers = timers.filter((other) => other !== timer);
      time = Math.max(time, timer.at);
      timer.callback();
      return true;
    },
    next: () => earliest()?.at,
    moveTo(now) {
      time = Math.max(time, now);
    },
  };
}

/** A clock of one process: once that is gone, none of its timers calls back. */
export function mortalClock(clock: Clock, isAlive: () => boolean): Clock {
  return {
    now: clock.now,
    after: (milliseconds, callback) =>
      clock.after(milliseconds, () => {
        if (isAlive()) callback();
      }),
  };
}
