import type { Clock } from "../../../functions/runtime/clock.ts";
import { createLeases, type Held, type Leases } from "./leases.ts";
import { CommandError, type Tell } from "../../core/problems.ts";
import type { Pubsub } from "./pubsub.ts";

export interface LookOptions {
  readonly pubsub: Pubsub;
  /** Dead-letter topics; each has a subscription of its name. */
  readonly topics: readonly string[];
  /** How many messages to hold of each topic at most. */
  readonly limit: number;
  /** After so many empty answers in a row, half a second apart, there is no more. */
  readonly emptyAnswers: number;
  readonly clock: Clock;
  /** Ends the look early; what is held is given back all the same. */
  readonly signal: AbortSignal;
  readonly tell: Tell;
}

export interface Look {
  /** Oldest first. */
  readonly held: readonly Held[];
  /** False when there may be more: a limit ended the look, or an error. */
  readonly isWhole: boolean;
  /** Ends the message's stay in its dead-letter topic. */
  acknowledge(held: Held): Promise<void>;
  /** Holds these no more. */
  giveBack(some: readonly Held[]): Promise<void>;
  /** What has come since, which is held from now on too. */
  more(): Promise<readonly Held[]>;
}

/** Messages of up to 10 MB each: no more than this of a topic is held in memory. */
const MAX_BYTES = 256 * 1024 * 1024;
const PAGE = 1000;
const PAUSE_MS = 500;

/**
 * Pub/Sub shows a message only by lending it: holds everything that lies in these topics while `work` looks at it, then
 * gives back what was not acknowledged, whatever happens. If this process is killed, the leases end within a minute.
 * Undefined when the signal has ended the look before the work was begun.
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

/** False when there may be more. A topic that can't be read is told of, and does not keep the others from being read. */
async function fetchAll(
  topic: string,
  leases: Leases,
  { pubsub, limit, emptyAnswers, clock, signal, tell }: LookOptions,
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
    tell(error.message);
  }
  return false;
}
