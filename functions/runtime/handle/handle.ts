import { abortAfter, orAbort } from "../clock.ts";
import { type AnyHandler, timeoutSecondsOf } from "../define/batch-handler.ts";
import type { ClientCall, Clients } from "../define/client.ts";
import { UnavailableError } from "../define/errors.ts";
import { type Event, type Handler, handlerName } from "../define/handler.ts";
import { usageIn } from "../define/usage.ts";
import type { Delivery } from "../pubsub/message.ts";
import type { Validate } from "../validate.ts";
import { createNotes, type Notes } from "../sweep/notes.ts";
import { readEvent } from "./read-event.ts";
import { type Outcome, type SettleContext, settleDone, settleFailure, settleUnread } from "./settle.ts";

/** A handler with the validator that the build has compiled for it. */
export interface HandlerUnit {
  readonly handler: Handler;
  readonly validate: Validate<Event["data"]>;
}

/** What handling needs besides the delivery; one per instance, except for the log. */
export interface HandleContext extends SettleContext {
  /** The handler's clients, ready for one event. */
  readonly clients: (call: ClientCall) => Partial<Clients>;
  /** Whether calls to systems that may drop them are noted for the sweep. Default: no. */
  readonly isSwept?: boolean;
}

/** The AbortSignal fires this long before the function's timeout. */
const SPARE_SECONDS = 5;

/**
 * Pub/Sub redelivers on any status but 2xx: 503 for an outage, 500 for the rest, so that dashboards can tell them
 * apart.
 */
export const STATUSES: Readonly<Record<Outcome, number>> = {
  done: 204,
  skipped: 204,
  "dead-lettered": 204,
  failed: 500,
  unavailable: 503,
};

/** Runs the handler for one delivery. The returned status acknowledges the message or has it redelivered. */
export async function handleDelivery(unit: HandlerUnit, delivery: Delivery, context: HandleContext): Promise<number> {
  return STATUSES[await outcomeOf(unit, delivery, context)];
}

async function outcomeOf(unit: HandlerUnit, delivery: Delivery, context: HandleContext): Promise<Outcome> {
  const unread = await settleUnread(unit.handler, delivery, context);
  if (unread !== undefined) return unread;
  const { pausing, log } = context;
  pausing?.saw(delivery);
  if ((await pausing?.isPaused()) === true) {
    log.debug("handler is paused: event to be delivered again", { reason: "PAUSED" });
    return "unavailable";
  }
  const notes = notesOf(unit.handler, delivery, context);
  const begun = { ...context, attempt: pausing?.begin() };
  const outcome = await runToOutcome(unit, delivery, begun, notes);
  // Also after a failed attempt: the next one may find nothing left to send.
  await notes?.publish();
  await pausing?.decide();
  return outcome;
}

/** Undefined where the sweep is off. */
export function notesOf(
  handler: AnyHandler,
  { message: { attributes } }: Pick<Delivery, "message">,
  { isSwept = false, publish, log, clock }: HandleContext,
): Notes | undefined {
  if (!isSwept) return undefined;
  const eventId = attributes["ce-id"] ?? "";
  const origin = { handler: handlerName(handler), eventId, eventType: handler.eventType };
  return createNotes(origin, { publish, log, now: () => clock.now() });
}

async function runToOutcome(
  unit: HandlerUnit,
  delivery: Delivery,
  context: HandleContext,
  notes: Notes | undefined,
): Promise<Outcome> {
  try {
    await runHandler(unit, readEvent(unit, delivery), context, notes);
  } catch (error) {
    return settleFailure(unit.handler, delivery, error, context);
  }
  return settleDone(delivery, context);
}

/**
 * Ends at the deadline, whether run() observes the signal or not: a message must not be handled twice at the same time.
 */
async function runHandler(
  { handler }: HandlerUnit,
  event: Event,
  { clients, clock, log, attempt }: HandleContext,
  notes: Notes | undefined,
): Promise<void> {
  const milliseconds = (timeoutSecondsOf(handler) - SPARE_SECONDS) * 1000;
  const { signal, cancel } = abortAfter(clock, milliseconds, deadlineReached);
  try {
    // The build checks that the clients are those in this handler's `uses`.
    await orAbort(
      handler.run(event, {
        ...clients({ signal, log, handler: handlerName(handler), onAnswer: onAnswerOf(attempt), onWrite: notes?.add }),
        log,
        signal,
      }),
      signal,
    );
  } finally {
    cancel();
  }
}

/** Tells an attempt which systems have answered, and what they say of the day's calls. */
export function onAnswerOf(attempt: HandleContext["attempt"]): ClientCall["onAnswer"] {
  return (
    attempt &&
    ((system, { status, headers }, operation) => attempt.heard(system, { usage: usageIn(headers), operation, status }))
  );
}

/** Why run() is given up at its deadline: its message is delivered again. */
export function deadlineReached(): UnavailableError {
  return new UnavailableError("the handler's deadline was reached", { code: "DEADLINE", system: "handler" });
}
