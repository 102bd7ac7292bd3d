import { PermanentError, type Reason, UnavailableError, UnexpectedRefusalError } from "../define/errors.ts";
import type { Delivery } from "../pubsub/message.ts";

/** The subscription's own limit, as Terraform declares it: Pub/Sub's maximum, a safety net for crashes. */
export const MAX_DELIVERY_ATTEMPTS = 100;
export const DEFAULT_ATTEMPTS = 5;

/** As long as a hundred attempts take. A message that waited this long behind others need not wait as long again. */
const LONGEST_OUTAGE_MS = 16 * 3600 * 1000;
const FEWEST_OUTAGE_ATTEMPTS = 3;

/** A code that two different people's events meet within this time is the system's matter and no message's. */
const SHARED_WITHIN_MS = 3600 * 1000;

/** After this time, an error that may be the message's own ends it, even if no instance has met it often enough. */
const LONGEST_MISTAKE_MS = 3600 * 1000;

/** What one instance has failed to do, within bounds. */
export interface Failures {
  /** How often this instance has failed with the message, and the last reason; undefined where it never has. */
  of(messageId: string): Failure | undefined;
  note(messageId: string, reason: Reason, met: { readonly person: string; readonly at: number }): void;
  /** Whether two different people's events have met this very refusal here within the hour. */
  isShared(reason: Reason, now: number): boolean;
}

interface Failure {
  readonly reason: Reason;
  readonly times: number;
}

/** @param mostRemembered messages, and refusals; the oldest are forgotten first */
export function createFailures(mostRemembered = 1000): Failures {
  const failures = new Map<string, Failure>();
  /** By refusal: the last two people whose events met it, newest first. */
  const meetings = new Map<string, readonly { readonly person: string; readonly at: number }[]>();
  /** Newest last. */
  function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.keys();
    if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest);
  }
  return {
    of: (messageId) => failures.get(messageId),
    note(messageId, reason, met) {
      remember(failures, messageId, { reason, times: (failures.get(messageId)?.times ?? 0) + 1 });
      const key = refusalKey(reason);
      const other = meetings.get(key)?.find(({ person }) => person !== met.person);
      remember(meetings, key, other === undefined ? [met] : [met, other]);
    },
    isShared(reason, now) {
      const met = meetings.get(refusalKey(reason)) ?? [];
      return met.filter(({ at }) => now - at < SHARED_WITHIN_MS).length > 1;
    },
  };
}

function refusalKey({ system, operation = "", code }: Reason): string {
  return JSON.stringify([system, operation, code]);
}

/**
 * At the subscription's last attempt the message is dead-lettered here, without running its handler: if that crashed
 * again, Pub/Sub would forward the message itself, without a reason, and has been seen to stop delivering that ordering
 * key altogether (https://github.com/googleapis/google-cloud-dotnet/issues/11793).
 */
export function isLastAttempt({ attempt = 0 }: Delivery): boolean {
  return attempt >= MAX_DELIVERY_ATTEMPTS;
}

/**
 * Whether nothing is wrong with the message, as far as this instance can know: it then waits as long as an outage may
 * take. An unknown code counts as the message's own while only one person's events meet it.
 */
export function isOutage(error: unknown, { failures, now }: { failures: Failures; now: number }): boolean {
  if (error instanceof UnexpectedRefusalError) return failures.isShared(error.reason, now);
  return error instanceof UnavailableError;
}

/**
 * Whether an error ends the message. Pub/Sub also counts pushes that never reached a function for lack of an instance;
 * so only this instance's own failures count, and the message's age.
 */
export function isGivenUp(
  error: unknown,
  { attempt, publishedAt, messageId }: Delivery,
  {
    attempts = DEFAULT_ATTEMPTS,
    now,
    failures,
    since = 0,
  }: {
    attempts?: number | undefined;
    now: number;
    failures: Failures;
    /** When its subscription was last resumed: earlier failures do not count. */
    since?: number;
  },
): boolean {
  if (error instanceof PermanentError) return true;
  // Without a count, the subscription's own policy is the only net.
  if (attempt === undefined) return false;
  const ageMs = now - Math.max(publishedAt, since);
  if (isOutage(error, { failures, now })) return attempt >= FEWEST_OUTAGE_ATTEMPTS && ageMs >= LONGEST_OUTAGE_MS;
  if (attempt < attempts) return false;
  const isMetOften = (failures.of(messageId)?.times ?? 0) >= attempts;
  // An instance that has met an unknown code for one person only may just have started: others may follow.
  return isMetOften || ageMs >= (error instanceof UnexpectedRefusalError ? LONGEST_OUTAGE_MS : LONGEST_MISTAKE_MS);
}
