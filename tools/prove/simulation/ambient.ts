import { AsyncLocalStorage } from "node:async_hooks";
import type { Clock } from "../../../functions/runtime/clock.ts";
import { quickHttp } from "./quick-http.ts";

/**
 * Replaces the global clock and randomness by the case's own. A handler that builds an id from Date.now() then gets
 * another one a second later, and sleeping costs no real time. Returns a function that restores them.
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
      // no argument means now
      super(...((given.length === 0 ? [clock.now()] : given) as [number]));
    }
    static override now(): number {
      return clock.now();
    }
  }
  const cancels = new WeakMap<object, () => void>();
  const setSimulatedTimeout = (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) => {
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => false };
    // A call made later still belongs to the current run, as with the real function.
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
  Error.stackTraceLimit = 0; // nobody reads these stack traces, and capturing them is slow
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
