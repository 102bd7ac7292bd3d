import type { Clock } from "../../../functions/runtime/clock.ts";
import { createLeases, type Held, type Leases } from "./leases.ts";
import { CommandError, NotRunYetError, type Tell } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

export interface LookOptions {
  readonly pubsub: Pubsub;
  /** Dead-letter topics; each has a subscription of the same name. */
  readonly topics: readonly string[];
  /** Maximum of messages to hold per topic. */
  readonly limit: number;
  /** Number of consecutive empty pulls, half a second apart, after which a topic counts as read. */
  readonly emptyAnswers: number;
  readonly clock: Clock;
  /** Ends the look early; held messages are released. */
  readonly signal: AbortSignal;
  readonly tell: Tell;
  /** Told of what is as good as read. Default: `tell`. */
  readonly remark?: Tell;
}

export interface Look {
  /** Oldest first. */
  readonly held: readonly Held[];
  /** False if there may be more: a limit or an error ended the look. */
  readonly isWhole: boolean;
  /** Removes the message from its dead-letter topic. */
  acknowledge(held: Held): Promise<void>;
  /** Releases these. */
  giveBack(some: readonly Held[]): Promise<void>;
  /** Fetches and holds newer messages. */
  more(): Promise<readonly Held[]>;
}

/** Memory limit per topic: a message may have 10 MB. */
const MAX_BYTES = 256 * 1024 * 1024;
const PAGE = 1000;
const PAUSE_MS = 500;

/**
 * Pub/Sub shows messages only by leasing them: holds everything in these topics during `work`, then releases what was
 * not acknowledged, whatever happens. If this process is killed, the leases end within a minute. Undefined if the
 * signal aborted before the work began.
 */
export async function withDeadLetters<Result>(
  options: LookOptions,
  work: (look: Look) => Promise<Result>,
): Promise<Result | undefined> {
  const leases = createLeases(options.pubsub, options.clock, options.tell);
  try {
    const fetch = (emptyAnswers: number) =>
      Promise.all(options.topics.map((topic) => fetchAll(topic, leases, { ...options, emptyAnswers })));
    const wholes = await fetch(options.emptyAnswers);
    if (options.signal.aborted) return undefined;
    const { acknowledge, giveBack } = leases;
    const held = leases.held();
    const seen = new Set(held.map(({ messageId }) => messageId));
    const more = async () => {
      await fetch(1);
      const fresh = leases.held().filter(({ messageId }) => !seen.has(messageId));
      for (const { messageId } of fresh) seen.add(messageId);
      return fresh;
    };
    return await work({ held, isWhole: !wholes.includes(false), acknowledge, giveBack, more });
  } finally {
    await leases.release();
  }
}

/** Returns false if there may be more. An unreadable topic is reported; the others are read anyway. */
async function fetchAll(
  topic: string,
  leases: Leases,
  { pubsub, limit, emptyAnswers, clock, signal, tell, remark = tell }: LookOptions,
): Promise<boolean> {
  let [count, bytes, empty] = [0, 0, 0];
  try {
    while (!signal.aborted) {
      const page = await pubsub.pull(topic, Math.min(PAGE, limit - count));
      empty = page.length === 0 ? empty + 1 : 0;
      if (empty >= emptyAnswers) return true;
      if (empty > 0) await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
      await leases.add(topic, page);
      count += page.length;
      bytes += page.reduce((sum, { message }) => sum + message.data.length, 0);
      if (count >= limit || bytes >= MAX_BYTES) {
        tell(`Of ${topic} ${count} messages were looked at; there may be more (--limit).`);
        return false;
      }
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const isEmpty = error instanceof NotRunYetError;
    (isEmpty ? remark : tell)(error.message);
    return isEmpty;
  }
  return false;
}
