import { PermanentError, type Reason, UnavailableError } from "../define/errors.ts";
import type { Delivery } from "../pubsub/message.ts";

/** The subscription's own limit, which Terraform declares: the most that Pub/Sub allows, and the net for crashes. */
export const MAX_DELIVERY_ATTEMPTS = 100;
export const DEFAULT_ATTEMPTS = 5;

/** As long as a hundred attempts take. A message that waited so long behind others need not wait as long again. */
const LONGEST_OUTAGE_MS = 16 * 3600 * 1000;
const FEWEST_OUTAGE_ATTEMPTS = 3;

/** One instance's memory of the messages that it has failed to handle. */
export interface Failures {
  /** Why this instance failed the last time; undefined where it has not met the message. */
  of(messageId: string): Reason | undefined;
  note(messageId: string, reason: Reason): void;
}

const MOST_REMEMBERED = 1000;

export function createFailures(): Failures {
  const reasons = new Map<string, Reason>();
  return {
    of: (messageId) => reasons.get(messageId),
    note(messageId, reason) {
      reasons.delete(messageId); // the newest stand last
      reasons.set(messageId, reason);
      const [oldest] = reasons.keys();
      if (reasons.size > MOST_REMEMBERED && oldest !== undefined) reasons.delete(oldest);
    },
  };
}

/**
 * At the subscription's last attempt the message is dead-lettered here, and its handler not even run: were it to crash
 * once more, Pub/Sub would forward the message by itself, without a reason, and has been seen to deliver nothing more of
 * that ordering key (https://github.com/googleapis/google-cloud-dotnet/issues/11793).
 */
export function isLastAttempt({ attempt = 0 }: Delivery): boolean {
  return attempt >= MAX_DELIVERY_ATTEMPTS;
}

/**
 * Whether an error is the message's end. Pub/Sub counts pushes too that never reached a function, for want of an
 * instance: hence an instance that has not met the message yet allows it twice the attempts.
 */
export function isGivenUp(
  error: unknown,
  { attempt, publishedAt }: Delivery,
  { attempts = DEFAULT_ATTEMPTS, now, isKnown }: { attempts?: number | undefined; now: number; isKnown: boolean },
): boolean {
  if (error instanceof PermanentError) return true;
  // Without a count the subscription's own policy is the only net.
  if (attempt === undefined) return false;
  if (error instanceof UnavailableError)
    return attempt >= FEWEST_OUTAGE_ATTEMPTS && now - publishedAt >= LONGEST_OUTAGE_MS;
  return attempt >= (isKnown ? attempts : 2 * attempts);
}
