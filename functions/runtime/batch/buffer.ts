import type { BatchPolicy } from "../define/batch-handler.ts";
import type { Pulled } from "./subscriber.ts";

/** Messages that are fetched and not yet begun. */
export interface Buffer {
  add(pulled: readonly Pulled[]): void;
  size(): number;
  /** How many more messages it has room for: 0 when the next batch is complete. */
  room(): number;
  /** The next batch: as many messages as the policy allows, of those whose leases are still held. */
  take(): readonly Pulled[];
  clear(): readonly Pulled[];
}

interface Judgement {
  readonly isHeld: (pulled: Pulled) => boolean;
  /** Whether a message may be the one that crashes instances. */
  readonly isSuspect: (pulled: Pulled) => boolean;
}

/** The most messages that Pub/Sub returns for one pull. */
const MOST_PULLED = 1000;

/**
 * Suspects come last, in an order of each instance's own, one in their first batch and twice as many in each that
 * follows: one that crashes the instance takes few others with it, and those before it are done.
 */
export function createBuffer(
  { maxMessages, maxBytes }: Pick<Required<BatchPolicy>, "maxMessages" | "maxBytes">,
  { isHeld, isSuspect }: Judgement,
  random = Math.random,
): Buffer {
  let waiting: readonly Pulled[] = [];
  let mostSuspects = 1;
  const bytesOf = (pulled: readonly Pulled[]) => pulled.reduce((sum, one) => sum + sizeOf(one), 0);

  function nextSuspects(): readonly Pulled[] {
    const drawn = waiting.map((one) => ({ one, lot: random() })).toSorted((one, other) => one.lot - other.lot);
    const some = drawn.slice(0, mostSuspects).map(({ one }) => one);
    mostSuspects *= 2;
    return some;
  }

  return {
    add(pulled) {
      waiting = [...waiting, ...pulled];
    },
    size: () => waiting.length,
    room: () => (bytesOf(waiting) >= maxBytes ? 0 : Math.min(MOST_PULLED, Math.max(0, maxMessages - waiting.length))),
    take() {
      waiting = waiting.filter(isHeld);
      if (waiting.length === 0) return [];
      const others = waiting.filter((one) => !isSuspect(one));
      const batch = new Set(within(others.length > 0 ? others : nextSuspects(), maxMessages, maxBytes));
      waiting = waiting.filter((one) => !batch.has(one));
      return [...batch];
    },
    clear() {
      const all = waiting;
      waiting = [];
      return all;
    },
  };
}

/** The first messages up to this count and this many bytes; at least one. */
function within(pulled: readonly Pulled[], most: number, mostBytes: number): readonly Pulled[] {
  let bytes = 0;
  const end = pulled.findIndex((one, index) => index === most || ((bytes += sizeOf(one)) > mostBytes && index > 0));
  return end === -1 ? pulled : pulled.slice(0, end);
}

function sizeOf({ delivery }: Pulled): number {
  return delivery.message.data.length;
}
