import type { Clock } from "../clock.ts";
import type { AnyHandler } from "../define/batch-handler.ts";
import { DeliveryError, type Reason } from "../define/errors.ts";
import { handlerName } from "../define/handler.ts";
import type { Log, LogFields } from "../log.ts";
import { errorName, localText, placeOf, showLocally } from "../safe-error.ts";
import { type Delivery, DRILL, REPLAY_HANDLER } from "../pubsub/message.ts";
import { deadLetterTopic } from "../pubsub/names.ts";
import type { Attempt } from "../outage/evidence.ts";
import type { Pausing } from "../outage/pausing.ts";
import type { Publish } from "../pubsub/publish.ts";
import { encodeDeadLetter, type LetterReason } from "./dead-letter.ts";
import { type Failures, isGivenUp, isLastAttempt, isOutage } from "./give-up.ts";

/** The outcome of a delivery: the first three acknowledge its message, the others have it redelivered. */
export type Outcome = "done" | "skipped" | "dead-lettered" | "failed" | "unavailable";

/** Whether Pub/Sub will not deliver it again. */
export function isAcknowledged(outcome: Outcome): boolean {
  return outcome !== "failed" && outcome !== "unavailable";
}

/** What settling needs besides the delivery; one per instance, except for the log, which is the delivery's. */
export interface SettleContext {
  readonly publish: Publish;
  readonly clock: Clock;
  readonly failures: Failures;
  readonly log: Log;
  /** Left out where the handler never pauses. */
  readonly pausing?: Pausing | undefined;
  /** The run that the delivery belongs to. */
  readonly attempt?: Attempt | undefined;
}

/** The outcome of a delivery that must not reach its handler; undefined for any other. */
export async function settleUnread(
  handler: AnyHandler,
  delivery: Delivery,
  context: SettleContext,
): Promise<Outcome | undefined> {
  const name = handlerName(handler);
  const replayed = delivery.message.attributes[REPLAY_HANDLER];
  if (replayed !== undefined && replayed !== name) {
    context.log.debug("replay meant for another handler", { outcome: "skipped" });
    return "skipped";
  }
  if (delivery.attempt === 1 && delivery.message.attributes[DRILL.name] === DRILL.value) {
    context.log.warning("event not handled: to be delivered again", { outcome: "failed", reason: "DRILL" });
    return "failed";
  }
  if (!isLastAttempt(delivery)) return undefined;
  const reason = context.failures.of(delivery.messageId)?.reason ?? { code: "ATTEMPTS", system: "handler" };
  return deadLetter(name, delivery, reason, context);
}

/** For a run that has ended without an error. */
export function settleDone({ message, publishedAt }: Delivery, { clock, log, attempt }: SettleContext): Outcome {
  attempt?.succeeded();
  const isReplay = message.attributes[REPLAY_HANDLER] !== undefined;
  const acceptedToEffectMs = clock.now() - publishedAt;
  log.info("event handled", { outcome: "done", acceptedToEffectMs, ...(isReplay ? { replayed: true } : {}) });
  return "done";
}

/** The kind of error and the attempt decide between redelivery and the dead-letter topic. */
export async function settleFailure(
  handler: AnyHandler,
  delivery: Delivery,
  error: unknown,
  context: SettleContext,
): Promise<Outcome> {
  const { clock, failures, log, attempt, pausing } = context;
  const reason = reasonOf(error);
  if (!(error instanceof DeliveryError)) showLocally(error);
  const now = clock.now();
  failures.note(delivery.messageId, reason, { person: delivery.message.attributes["ce-subject"] ?? "", at: now });
  attempt?.failed(eventOf(delivery), error, reason);
  const isHeld = pausing?.isHolding() === true;
  const isOver = (since: number) =>
    isGivenUp(error, delivery, { attempts: handler.delivery?.attempts, now, failures, since });
  if (!isHeld && isOver(0) && (isOver(Infinity) || isOver(await lastResumed(pausing))))
    return deadLetter(handlerName(handler), delivery, { ...reason, text: localText(error) }, context);
  log.warning("event not handled: to be delivered again", { outcome: "failed", ...fieldsOf(reason) });
  return isHeld || isOutage(error, { failures, now }) ? "unavailable" : "failed";
}

function eventOf({ message: { attributes }, messageId }: Delivery): string {
  return JSON.stringify([attributes["ce-source"] ?? "", attributes["ce-id"] ?? messageId]);
}

/** Queried only if a message's age alone would end it. Infinity, which keeps it alive, if it can't be determined. */
async function lastResumed(pausing: Pausing | undefined): Promise<number> {
  return (await pausing?.lastResumed().catch(() => Infinity)) ?? 0;
}

async function deadLetter(
  name: string,
  delivery: Delivery,
  reason: LetterReason,
  { publish, clock, log }: SettleContext,
): Promise<Outcome> {
  const fields = fieldsOf(reason);
  try {
    await publish(deadLetterTopic(name), [encodeDeadLetter(delivery, name, reason, clock.now())]);
  } catch (publishError) {
    log.error("event not dead-lettered: to be delivered again", {
      outcome: "failed",
      ...fields,
      reason: reasonOf(publishError).code,
    });
    return "unavailable";
  }
  log.error("event dead-lettered", { outcome: "dead-lettered", ...fields });
  return "dead-lettered";
}

function fieldsOf({ code, system, operation }: Reason): LogFields {
  return { reason: code, system, operation };
}

/**
 * An error of any other class is a bug in the handler: only its name and place are reported, since its text may contain
 * anything.
 */
function reasonOf(error: unknown): Reason {
  if (error instanceof DeliveryError) return error.reason;
  const place = placeOf(error);
  return { code: errorName(error), system: "handler", ...(place === undefined ? {} : { operation: place }) };
}
