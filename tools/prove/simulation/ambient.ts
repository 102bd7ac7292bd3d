import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../../functions/runtime/clock.ts";
import { quickHttp } from "./quick-http.ts";

/**
 * Puts the case's time and randomness in the place of those that any code can reach without being given them, so that a
 * handler which makes an id of now() makes another one a second later, and a sleep costs no real time. Returns what undoes it.
 */
export function takeAmbient(clock: Clock, random: () => number): () => void {
  const { crypto } = globalThis;
  const real = {
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    random: Math.random,
    stackTraceLimit: Error.stackTraceLimit,
    http: { Headers: globalThis.Headers, Request: globalThis.Request, Response: globalThis.Response },
  };
  class SimulatedDate extends real.Date {
    constructor(...given: unknown[]) {
      // Whatever Date takes; nothing means now.
      super(...((given.length === 0 ? [clock.now()] : given) as [number]));
    }
    static override now(): number {
      return clock.now();
    }
  }
  const cancels = new WeakMap<object, () => void>();
  const setSimulatedTimeout = (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
    // As the real one does: what is called later is still known to be this run's.
    cancels.set(
      timer,
      clock.after(
        milliseconds,
        AsyncLocalStorage.bind(() => callback(...values)),
      ),
    );
    return timer;
  };
  const clearSimulatedTimeout = (timer: unknown) => {
    if (typeof timer === "object" && timer !== null) cancels.get(timer)?.();
  };
  Object.assign(globalThis, {
    Date: SimulatedDate,
    setTimeout: setSimulatedTimeout,
    clearTimeout: clearSimulatedTimeout,
    ...quickHttp,
  });
  Math.random = random;
  Error.stackTraceLimit = 0; // nobody reads where a case's refusals were thrown, and to note that is dear
  Object.defineProperty(crypto, "randomUUID", { configurable: true, value: () => uuid(random) });
  return () => {
    Reflect.deleteProperty(crypto, "randomUUID"); // the prototype has the real one
    const { Date, setTimeout, clearTimeout } = real;
    Object.assign(globalThis, { Date, setTimeout, clearTimeout, ...real.http });
    Math.random = real.random;
    Error.stackTraceLimit = real.stackTraceLimit;
  };
}

function uuid(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", () => Math.floor(random() * 16).toString(16));
}
