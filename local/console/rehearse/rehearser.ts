import { Worker } from "node:worker_threads";
import { root } from "../../../bundler/paths.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import type { EventEffect } from "../contract/effects.ts";
import type { SeenRecords } from "./fetch.ts";

/** Which handler is to be tried with which event. */
export interface RehearsedMessage {
  /** As a file of functions/handlers is called. */
  readonly handler: string;
  readonly message: Message;
}

/** What the thread is given. */
export interface RehearsalTask {
  readonly messages: readonly RehearsedMessage[];
  /** What leads clients to their systems, credentials included. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** The checkout whose handlers and clients are run; it has been built. */
  readonly folder?: string;
  /** What the handlers have read is wanted too. */
  readonly withRecords?: boolean;
}

export type Told = { readonly effect: EventEffect; readonly seen: SeenRecords } | { readonly error: string };

/**
 * What each handler would write now, in the order given: reads are made, writes recorded. In a thread of its own, which loads the
 * handlers as they are now, and in which nothing but clients reaches anything.
 * @returns those that were tried: fewer only where the signal has ended it
 * @throws where one can't be tried, or the thread has ended before all were
 */
export function rehearse(
  task: RehearsalTask,
  {
    signal,
    report = () => {},
  }: { readonly signal?: AbortSignal; readonly report?: (effect: EventEffect, seen: SeenRecords) => void } = {},
): Promise<readonly EventEffect[]> {
  const effects: EventEffect[] = [];
  if (task.messages.length === 0 || signal?.aborted === true) return Promise.resolve(effects);
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: { folder: root, withRecords: false, ...task },
  });
  const end = () => void worker.terminate();
  signal?.addEventListener("abort", end, { once: true });
  return new Promise<readonly EventEffect[]>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => {
      const untried = task.messages.length - effects.length;
      if (untried === 0 || signal?.aborted === true) return resolve(effects);
      reject(
        new Error(`${untried} of ${task.messages.length} not tried: the thread they are tried in has ended early.`),
      );
    });
    worker.on("message", (told: Told) => {
      if ("error" in told) return reject(new Error(told.error));
      effects.push(told.effect);
      report(told.effect, told.seen);
    });
  }).finally(() => signal?.removeEventListener("abort", end));
}
