/**
 * Time as everything in functions/ sees it. Nothing there calls Date.now, setTimeout or AbortSignal.timeout, so that a
 * test can run days of backoff in milliseconds.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after this many milliseconds; the returned function cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The machine's own time. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * An AbortSignal that fires after this many milliseconds of the clock's time with `reason()`, unless it is cancelled
 * first.
 */
export function abortAfter(clock: Clock, milliseconds: number, reason: () => Error) {
  const controller = new AbortController();
  const cancel = clock.after(milliseconds, () => controller.abort(reason()));
  return { signal: controller.signal, cancel };
}

/**
 * The promise's outcome, or the signal's reason as soon as that fires, whether or not the awaited work heeds the
 * signal.
 */
export async function orAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
