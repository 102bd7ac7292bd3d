import { Worker } from "node:worker_threads";
import { root } from "../../../bundler/paths.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { CommandError } from "../../core/problems.ts";
import type { EventEffect } from "../contract/effects.ts";
import type { SeenRecords } from "./fetch.ts";

/** A handler and the event to try. */
export interface RehearsedMessage {
  /** The name of its file in functions/handlers. */
  readonly handler: string;
  readonly message: Message;
}

/** The thread's input. */
export interface RehearsalTask {
  readonly messages: readonly RehearsedMessage[];
  /** Settings that point clients to their systems, including credentials. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** The built checkout whose handlers and clients to run. */
  readonly folder?: string;
  /** Whether to return the records that handlers have read. */
  readonly withRecords?: boolean;
}

export type Told = { readonly effect: EventEffect; readonly seen: SeenRecords } | { readonly error: string };

/**
 * What each handler would write now, in the given order: reads are made, writes simulated. Runs in a new thread, which
 * loads current handlers and blocks all access except through clients.
 * @returns the results; fewer only if aborted
 * @throws CommandError if one can't be tried, or the thread exits early
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
    worker.once("error", (cause) => reject(new CommandError(cause.message, { cause })));
    worker.once("exit", () => {
      const untried = task.messages.length - effects.length;
      if (untried === 0 || signal?.aborted === true) return resolve(effects);
      reject(
        new CommandError(
          `${untried} of ${task.messages.length} not tried: the thread they are tried in has ended early.`,
        ),
      );
    });
    worker.on("message", (told: Told) => {
      if ("error" in told) return reject(new CommandError(told.error));
      effects.push(told.effect);
      report(told.effect, told.seen);
    });
  }).finally(() => signal?.removeEventListener("abort", end));
}
