import { abortAfter, type Clock } from "../clock.ts";
import { batchPolicyOf } from "../define/batch-handler.ts";
import { UnavailableError } from "../define/errors.ts";
import type { Failures } from "../handle/give-up.ts";
import type { HandleContext } from "../handle/handle.ts";
import type { Log } from "../log.ts";
import type { Delivery } from "../pubsub/message.ts";
import { createBuffer } from "./buffer.ts";
import { createFetcher } from "./fetch.ts";
import { batchDeadline, type BatchUnit } from "./handle-batch.ts";
import { createLeases } from "./leases.ts";
import { runLeased } from "./run-leased.ts";
import type { Pulled, Subscriber } from "./subscriber.ts";

interface InvocationContext extends HandleContext {
  readonly subscriber: Subscriber;
  readonly logOf: (delivery: Delivery) => Log;
  /** Fires at SIGTERM: nothing more is fetched, and batches in progress have a few seconds left. */
  readonly stop: AbortSignal;
}

/** One runs while the next is fetched and begun; more would only wait for the same records' locks. */
const MOST_BATCHES = 2;
/** Cloud Run allows 10 s after SIGTERM; the remainder is for acknowledgements. */
const STOP_MS = 7000;

/**
 * Fetches messages and passes them to the handler until none is waiting, the budget is used up, a system is down, or it
 * is stopped. Resolves once it holds no more messages; false if Pub/Sub could not be reached.
 */
export async function runInvocation(unit: BatchUnit, context: InvocationContext): Promise<boolean> {
  const { subscriber, clock, log, stop } = context;
  const policy = batchPolicyOf(unit.handler);
  const leases = createLeases(subscriber, clock, log);
  const buffer = createBuffer(policy, { isHeld: leases.isHeld, isSuspect: (one) => isSuspect(one, context.failures) });
  const fetcher = createFetcher(subscriber, { buffer, leases, clock, log });
  const budget = abortAfter(clock, policy.budgetSeconds * 1000, () => new Error("the budget is used up"));
  const end = endOf(unit, stop, clock);
  const atWork = new Set<Promise<void>>();
  let isOut = false;

  async function work(batch: readonly Pulled[]): Promise<void> {
    if (await runLeased(unit, batch, { ...context, signal: end.signal, leases })) isOut = true;
  }

  function begin(batch: readonly Pulled[]): void {
    const working = work(batch).finally(() => atWork.delete(working));
    atWork.add(working);
  }

  for (;;) {
    const mayFetch =
      !isOut &&
      context.pausing?.isHolding() !== true &&
      !stop.aborted &&
      !budget.signal.aborted &&
      !fetcher.hasFailed();
    if (!mayFetch) for (const one of buffer.clear()) leases.release(one);
    const next = atWork.size < MOST_BATCHES ? buffer.take() : [];
    if (next.length > 0) begin(next);
    else if (mayFetch && buffer.room() > 0 && (await fetcher.fetch())) continue;
    else if (atWork.size > 0) await Promise.race(atWork);
    else if (buffer.size() === 0) break;
  }
  budget.cancel();
  end.cancel();
  await leases.end();
  return !fetcher.hasFailed();
}

/** Attempts that this instance does not know of may have crashed other instances. */
const SUSPECT_ATTEMPTS = 5;

function isSuspect({ delivery: { attempt = 1, messageId } }: Pulled, failures: Failures): boolean {
  return attempt >= SUSPECT_ATTEMPTS && failures.of(messageId) === undefined;
}

/** Fires at the last batch's deadline, or some seconds after the instance was told to stop. */
function endOf({ handler }: BatchUnit, stop: AbortSignal, clock: Clock) {
  const deadline = batchDeadline(handler, clock);
  const controller = new AbortController();
  let cancelStop = () => {};
  const onStop = () => {
    cancelStop = clock.after(STOP_MS, () => controller.abort(stopped()));
  };
  deadline.signal.addEventListener("abort", () => controller.abort(deadline.signal.reason));
  stop.addEventListener("abort", onStop);
  return {
    signal: controller.signal,
    cancel() {
      deadline.cancel();
      cancelStop();
      stop.removeEventListener("abort", onStop);
    },
  };
}

function stopped(): UnavailableError {
  return new UnavailableError("the instance is to end", { code: "STOPPED", system: "handler" });
}
