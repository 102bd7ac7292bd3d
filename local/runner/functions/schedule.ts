import type { Manifest } from "../../../bundler/write/manifest.ts";
import type { Broker } from "../../pubsub/broker/broker.ts";
import { KEEPER } from "../../../functions/runtime/keeper/handlers.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { SWEEP } from "../../../functions/runtime/sweep/sweep.ts";
import { isAnyPaused } from "./handlers.ts";
import { subscriptionPath } from "./topics.ts";

/** Short, so that people and tests need not wait a minute. */
export const EVERY_MS = 2000;
/** A hundredth of the cloud's interval. */
const SWEEP_EVERY_MS = 36_000;

/**
 * Calls each batch handler as Cloud Scheduler does, but more often, and only if messages are waiting; the sweep
 * likewise, and the keeper while a handler is paused.
 * @returns a function that stops further calls and aborts those under way
 */
export function startSchedule(
  manifest: () => Manifest,
  broker: Broker,
  call: (functionName: string, signal: AbortSignal) => Promise<unknown>,
): () => Promise<void> {
  const stopped = new AbortController();
  const atWork = new Map<string, Promise<unknown>>();
  let sweptAt = Date.now();

  function callAll(): void {
    if (isAnyPaused(manifest(), broker)) callOnce(KEEPER);
    const waiting = broker.state().subscriptions.flatMap(({ name, undelivered }) => (undelivered > 0 ? [name] : []));
    for (const [name, { kind }] of Object.entries(manifest().functions)) {
      if (kind === "batch" && waiting.includes(subscriptionPath(name))) callOnce(name);
    }
    if (Date.now() - sweptAt < SWEEP_EVERY_MS || !waiting.includes(subscriptionPath(SENT_TOPIC))) return;
    sweptAt = Date.now();
    callOnce(SWEEP);
  }

  function callOnce(name: string): void {
    if (atWork.has(name)) return;
    // A failed call has logged why; the next one takes over.
    const answered = call(name, stopped.signal).catch(() => undefined);
    atWork.set(
      name,
      answered.finally(() => atWork.delete(name)),
    );
  }

  const timer = setInterval(callAll, EVERY_MS);
  return async () => {
    clearInterval(timer);
    stopped.abort();
    await Promise.all(atWork.values());
  };
}
