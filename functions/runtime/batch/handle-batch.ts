import { abortAfter, type Clock, orAbort } from "../clock.ts";
import { BATCH_SPARE_SECONDS, type BatchHandler, type BatchResult, timeoutSecondsOf } from "../define/batch-handler.ts";
import {
  DeliveryError,
  isOfOneRecord,
  PermanentError,
  UnavailableError,
  UnexpectedRefusalError,
} from "../define/errors.ts";
import { type Event, handlerName } from "../define/handler.ts";
import { deadlineReached, type HandleContext, notesOf, onAnswerOf } from "../handle/handle.ts";
import { readEvent } from "../handle/read-event.ts";
import { type Outcome, type SettleContext, settleDone, settleFailure, settleUnread } from "../handle/settle.ts";
import type { Log } from "../log.ts";
import type { Notes } from "../sweep/notes.ts";
import type { Delivery } from "../pubsub/message.ts";
import type { Validate } from "../validate.ts";

/** A batch handler with the validator that the build has compiled for it. */
export interface BatchUnit {
  readonly handler: BatchHandler;
  readonly validate: Validate<Event["data"]>;
}

export interface BatchContext extends HandleContext {
  readonly logOf: (delivery: Delivery) => Log;
  /** Fires at the batch's deadline. Whatever has no result by then is delivered again, with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called once per delivery, as soon as its outcome is known. */
  readonly settle: (delivery: Delivery, outcome: Outcome) => void;
}

/** This many runs of one batch may throw before all its messages without a result are given back together. */
const MOST_THROWS = 32;

/** The time by which a function called now must have its last result. */
export function batchDeadline(handler: BatchHandler, clock: Clock) {
  return abortAfter(clock, (timeoutSecondsOf(handler) - BATCH_SPARE_SECONDS) * 1000, deadlineReached);
}

/** Runs the handler for a batch of deliveries. Resolves when each is settled. */
export async function handleBatch(
  unit: BatchUnit,
  deliveries: readonly Delivery[],
  context: BatchContext,
): Promise<void> {
  const { handler } = unit;
  const attempt = context.pausing?.begin();
  for (const delivery of deliveries) context.pausing?.saw(delivery);
  const open = new Map<Event, Delivery>();
  const failing: Promise<void>[] = [];
  const contextOf = contextsWithin(context, attempt);
  const fail = (delivery: Delivery, error: unknown) => {
    const settled = settleFailure(handler, delivery, error, contextOf(delivery));
    failing.push(settled.then((outcome) => context.settle(delivery, outcome)));
  };
  const take = ({ event, error }: BatchResult) => {
    const delivery = open.get(event);
    if (delivery === undefined) {
      context.log.warning("result for no event of the batch, or for one that has a result", { reason: "NOT_OPEN" });
      return;
    }
    open.delete(event);
    if (error === undefined) context.settle(delivery, settleDone(delivery, contextOf(delivery)));
    else fail(delivery, error);
  };
  await Promise.all(
    deliveries.map(async (delivery) => {
      const unread = await settleUnread(handler, delivery, contextOf(delivery));
      if (unread !== undefined) return context.settle(delivery, unread);
      try {
        open.set(readEvent(unit, delivery), delivery);
      } catch (error) {
        fail(delivery, error);
      }
    }),
  );
  const [first] = deliveries;
  const notes = first && notesOf(handler, first, context);
  const clients = clientsFor(unit, first, { ...context, attempt, notes });
  const run = (events: readonly Event[]) => collect(handler, events, { ...context, clients }, take);
  for await (const [event, error] of failuresOf([...open.keys()], run, (one) => open.has(one))) {
    const delivery = open.get(event);
    open.delete(event);
    if (delivery !== undefined) fail(delivery, error);
  }
  await Promise.all(failing);
  await notes?.publish();
  await context.pausing?.decide();
}

/** The log is created only when there is something to say of the delivery: most have one line, at their end. */
function contextsWithin(context: BatchContext, attempt: SettleContext["attempt"]) {
  return (delivery: Delivery) => ({
    ...context,
    attempt,
    get log() {
      return context.logOf(delivery);
    },
  });
}

/** One call is made for many messages: it uses the first one's trace. */
function clientsFor(
  { handler }: BatchUnit,
  first: Delivery | undefined,
  { clients, signal, log, attempt, notes }: BatchContext & { readonly notes: Notes | undefined },
): object {
  const traceparent = first?.message.attributes["traceparent"];
  const onAnswer = onAnswerOf(attempt);
  return clients({ signal, log, handler: handlerName(handler), traceparent, onAnswer, onWrite: notes?.add });
}

/** Passes each result on. Returns what was thrown, or a NoResultError if nothing was. */
async function collect(
  handler: BatchHandler,
  events: readonly Event[],
  { clients, log, signal }: Pick<BatchContext, "log" | "signal"> & { readonly clients: object },
  take: (result: BatchResult) => void,
): Promise<unknown> {
  let results: AsyncIterator<BatchResult> | undefined;
  try {
    // The build checks that the clients are those in this handler's `uses`.
    results = handler.run(events, { ...clients, log, signal })[Symbol.asyncIterator]();
    for (;;) {
      const next = await orAbort(results.next(), signal);
      if (next.done === true) return new NoResultError();
      take(next.value);
    }
  } catch (error) {
    // Not awaited: a run that ignores its signal would hold up the rest.
    results?.return?.().then(undefined, () => {});
    return error;
  }
}

/**
 * Runs events until each has a result, and yields those that failed, with the reason. What was thrown while several
 * were open cannot be attributed to one of them: they are run again in halves, so that in the end only the event at
 * fault fails.
 */
async function* failuresOf(
  all: readonly Event[],
  run: (events: readonly Event[]) => Promise<unknown>,
  isOpen: (event: Event) => boolean,
): AsyncGenerator<readonly [event: Event, error: unknown]> {
  let throws = 0;
  const runSome = async (events: readonly Event[]) => {
    const error = await run(events);
    const left = events.filter(isOpen);
    return { left, error, isNothingDone: left.length === events.length };
  };
  const waiting = all.length === 0 ? [] : [await runSome(all)];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { left, error } = part;
    let ends = [part];
    if (left.length > 1 && throws < MOST_THROWS && isMaybeOfOne(error)) {
      throws += 1;
      // Both before their own halves: a slow event leaves little time, and the other half still gets done.
      ends = [];
      for (const half of [0, 1].map((place) => halfOf(left, place))) ends.push(await runSome(half));
      const isDown = ends.every((end) => end.isNothingDone && end.error instanceof UnavailableError);
      if (!isDown) {
        waiting.push(...ends.toReversed());
        continue;
      }
    }
    for (const end of ends) {
      for (const event of end.left) yield [event, left.length > 1 ? ofSeveral(end.error) : end.error];
    }
  }
}

function halfOf<Item>(items: readonly Item[], place: number): Item[] {
  const half = Math.ceil(items.length / 2);
  return items.slice(place * half, (place + 1) * half);
}

/** Whether one of several events may be why all failed. No outage, and no run that simply ends, is one event's matter. */
function isMaybeOfOne(error: unknown): boolean {
  if (error instanceof UnavailableError) return isOfOneRecord(error);
  return !(error instanceof NoResultError);
}

/** An error of several events is no single message's fault: none is dead-lettered at once for it. */
function ofSeveral(error: unknown): unknown {
  if (!(error instanceof PermanentError)) return error;
  return new UnexpectedRefusalError(error.message, error.reason, { cause: error });
}

/** run() ended without a result for an event: a mistake in the handler. */
class NoResultError extends DeliveryError {
  constructor() {
    super("run() has ended without a result for the event", { code: "NO_RESULT", system: "handler" });
  }
}
