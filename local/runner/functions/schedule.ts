import type { Manifest } from "../../../bundler/write/manifest.ts";
import type { Broker } from "../../pubsub/state/broker.ts";
import { KEEPER } from "../../../functions/runtime/keeper/handlers.ts";
import { isAnyPaused } from "./handlers.ts";
import { subscriptionPath } from "./topics.ts";

/** So that people and tests need not wait for a minute. */
export const EVERY_MS = 2000;

/**
 * Calls each batch handler as Cloud Scheduler does, but sooner, and only where something waits for it; and the keeper, where
 * a handler is paused.
 * @returns what makes no more calls, and ends those that are under way.
 */
export function startSchedule(
  manifest: () => Manifest,
  broker: Broker,
  call: (functionName: string, signal: AbortSignal) => Promise<unknown>,
): () => Promise<void> {
  const stopped = new AbortController();
  const atWork = new Map<string, Promise<unknown>>();

  function callAll(): void {
    if (isAnyPaused(manifest(), broker)) callOnce(KEEPER);
    const waiting = broker.state().subscriptions.flatMap(({ name, undelivered }) => (undelivered > 0 ? [name] : []));
    for (const [name, { kind }] of Object.entries(manifest().functions)) {
      if (kind === "batch" && waiting.includes(subscriptionPath(name))) callOnce(name);
    }
  }

  function callOnce(name: string): void {
    if (atWork.has(name)) return;
    // One that fails has said why; what it left is the next call's.
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
