import { abortAfter, type Clock, orAbort } from "../clock.ts";
import type { ClientCall, Clients } from "../define/client.ts";
import { type Event, type Handler, handlerName } from "../define/handler.ts";
import { encodeDeadLetter } from "./dead-letter.ts";
import { type Failures, isGivenUp, isLastAttempt, isOutage } from "./give-up.ts";
import { DeliveryError, PermanentError, type Reason, RefusedPayloadError, UnavailableError } from "../define/errors.ts";
import type { Log, LogFields } from "../log.ts";
import { type Delivery, decodeEvent, REPLAY_HANDLER } from "../pubsub/message.ts";
import { errorName, placeOf, showLocally } from "../place.ts";
import { deadLetterTopic } from "../pubsub/names.ts";
import type { Publish } from "../pubsub/publish.ts";
import { checked, type Validate } from "../validate.ts";
import { parseJson } from "../json.ts";

/** A handler with the validator that the build has compiled for it. */
export interface HandlerUnit {
  readonly handler: Handler;
  readonly validate: Validate<Event["data"]>;
}

/** What handling needs besides the delivery; one per instance, save the log. */
export interface HandleContext {
  /** The clients that the handler uses, ready for one event. */
  readonly clients: (call: ClientCall) => Partial<Clients>;
  readonly publish: Publish;
  readonly clock: Clock;
  readonly failures: Failures;
  readonly log: Log;
}

export const DEFAULT_TIMEOUT_SECONDS = 60;
/** The AbortSignal fires this long before the function's timeout. */
const SPARE_SECONDS = 5;

const ACKNOWLEDGED = 204;
/** Pub/Sub delivers again on any status but 2xx: 503 for an outage, 500 for the rest, so that dashboards can tell. */
const UNAVAILABLE = 503;
const FAILED = 500;

/** Runs the handler for one delivery. The status acknowledges the message or has it delivered again. */
export async function handleDelivery(unit: HandlerUnit, delivery: Delivery, context: HandleContext): Promise<number> {
  const { attributes } = delivery.message;
  const name = handlerName(unit.handler);
  const isReplay = attributes[REPLAY_HANDLER] !== undefined;
  if (isReplay && attributes[REPLAY_HANDLER] !== name) {
    context.log.debug("replay meant for another handler", { outcome: "skipped" });
    return ACKNOWLEDGED;
  }
  if (isLastAttempt(delivery)) {
    const reason = context.failures.of(delivery.messageId)?.reason ?? { code: "ATTEMPTS", system: "handler" };
    return deadLetter(name, delivery, reason, context);
  }
  try {
    await runHandler(unit, readEvent(unit, delivery), context);
  } catch (error) {
    return await settleFailure(unit.handler, delivery, error, context);
  }
  const acceptedToEffectMs = context.clock.now() - delivery.publishedAt;
  context.log.info("event handled", { outcome: "done", acceptedToEffectMs, ...(isReplay ? { replayed: true } : {}) });
  return ACKNOWLEDGED;
}

/** @throws PermanentError when the message is no event of this handler's type: no later delivery will mend it. */
function readEvent({ handler, validate }: HandlerUnit, { message }: Delivery): Event {
  const event = decodeEvent(message);
  if ("missing" in event)
    throw malformed(`the attribute ${event.missing} is missing`, "MISSING_ATTRIBUTE", event.missing);
  if (event.type !== handler.eventType)
    throw malformed(`it is a ${event.type}, not a ${handler.eventType}`, "WRONG_TYPE", "ce-type");
  try {
    return { ...event, data: checked(validate, parseJson(message.data), "/data") };
  } catch (error) {
    if (!(error instanceof RefusedPayloadError)) throw error;
    const { code, field = "/data" } = error.reason;
    throw malformed(error.message, code, field, error);
  }
}

function malformed(what: string, code: string, field?: string, cause?: unknown): PermanentError {
  const reason = { code, system: "schema", ...(field === undefined ? {} : { field }) };
  return new PermanentError(`the message is no event for this handler: ${what}`, reason, { cause });
}

/** Ends at the deadline, whether run() heeds the signal or not: the message must not be in two hands. */
async function runHandler(
  { handler }: HandlerUnit,
  event: Event,
  { clients, clock, log }: HandleContext,
): Promise<void> {
  const timeoutSeconds = handler.delivery?.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const { signal, cancel } = abortAfter(clock, (timeoutSeconds - SPARE_SECONDS) * 1000, deadlineReached);
  try {
    // The build has made sure that the clients are those that this handler's `uses` names.
    await orAbort(
      handler.run(event, { ...clients({ signal, log, handler: handlerName(handler) }), log, signal }),
      signal,
    );
  } finally {
    cancel();
  }
}

function deadlineReached(): UnavailableError {
  return new UnavailableError("the handler's deadline was reached", { code: "DEADLINE", system: "handler" });
}

/** What kind of error it is and which attempt decide between another delivery and the dead-letter topic. */
async function settleFailure(
  handler: Handler,
  delivery: Delivery,
  error: unknown,
  context: HandleContext,
): Promise<number> {
  const { clock, failures, log } = context;
  const reason = reasonOf(error);
  if (!(error instanceof DeliveryError)) showLocally(error);
  const now = clock.now();
  failures.note(delivery.messageId, reason, { person: delivery.message.attributes["ce-subject"] ?? "", at: now });
  if (isGivenUp(error, delivery, { attempts: handler.delivery?.attempts, now, failures }))
    return deadLetter(handlerName(handler), delivery, reason, context);
  log.warning("event not handled: to be delivered again", { outcome: "failed", ...fieldsOf(reason) });
  return isOutage(error, { failures, now }) ? UNAVAILABLE : FAILED;
}

async function deadLetter(
  name: string,
  delivery: Delivery,
  reason: Reason,
  { publish, clock, log }: HandleContext,
): Promise<number> {
  const fields = fieldsOf(reason);
  try {
    await publish(deadLetterTopic(name), [encodeDeadLetter(delivery, name, reason, clock.now())]);
  } catch (publishError) {
    log.error("event not dead-lettered: to be delivered again", {
      outcome: "failed",
      ...fields,
      reason: reasonOf(publishError).code,
    });
    return UNAVAILABLE;
  }
  log.error("event dead-lettered", { outcome: "dead-lettered", ...fields });
  return ACKNOWLEDGED;
}

function fieldsOf({ code, system, operation }: Reason): LogFields {
  return { reason: code, system, ...(operation === undefined ? {} : { operation }) };
}

/** An error that is none of ours is a mistake in the handler: its name and place are told, its text may hold anything. */
function reasonOf(error: unknown): Reason {
  if (error instanceof DeliveryError) return error.reason;
  const place = placeOf(error);
  return { code: errorName(error), system: "handler", ...(place === undefined ? {} : { operation: place }) };
}
