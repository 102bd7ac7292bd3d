import { type Clock, orAbort } from "../../runtime/clock.ts";
import { SettingError } from "../../runtime/define/errors.ts";

const SECOND_MS = 1000;

/** Limits how many go in any second: each as soon as it may, in order of arrival. */
export interface Pace {
  /** Whether a caller would not have to wait now. */
  isFree(): boolean;
  /** Resolves at the caller's turn; rejects if the signal aborts first, and leaves the turn to the next. */
  wait(signal?: AbortSignal): Promise<void>;
}

/**
 * @param perSecond above 0; below 1 for one in several seconds
 */
export function createPace(clock: Clock, perSecond: number): Pace {
  const most = Math.max(1, Math.floor(perSecond));
  const withinMs = (most / perSecond) * SECOND_MS;
  /** The times of the last starts; the next one takes the place of the oldest. */
  const starts: number[] = [];
  let oldest = 0;
  const waiting = new Set<() => void>();
  const next = () => (starts[oldest] ?? -Infinity) + withinMs;
  const isFree = () => waiting.size === 0 && next() <= clock.now();

  function start(): void {
    starts[oldest] = clock.now();
    oldest = (oldest + 1) % most;
  }

  /** There is one timer, for the next turn. */
  let cancel = () => {};
  function awaitTurn(): void {
    cancel();
    cancel = clock.after(next() - clock.now(), letGo);
  }

  function letGo(): void {
    for (const go of waiting) {
      if (next() > clock.now()) break;
      waiting.delete(go);
      start();
      go();
    }
    if (waiting.size > 0) awaitTurn();
  }

  return {
    isFree,
    async wait(signal) {
      if (isFree()) return start();
      let leave = () => {};
      const turn = new Promise<void>((resolve) => {
        leave = () => waiting.delete(resolve);
        waiting.add(resolve);
        if (waiting.size === 1) awaitTurn();
      });
      await (signal === undefined ? turn : orAbort(turn, signal).finally(leave));
    },
  };
}

/**
 * The pace of one instance, from a setting that limits calls per second over all instances of a handler: these do not
 * know of each other. Undefined for 0, which means no limit.
 * @throws SettingError that names the setting.
 */
export function paceSetting(
  name: string,
  value: string,
  { clock, instances = 1 }: { readonly clock: Clock; readonly instances?: number | undefined },
): Pace | undefined {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(value))
    throw new SettingError(`${name} must be a number below 1000000, as 100 or 0.5: 0 for no limit`);
  return Number(value) === 0 ? undefined : createPace(clock, Number(value) / instances);
}
