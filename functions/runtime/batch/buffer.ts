import type { BatchPolicy } from "../define/batch-handler.ts";
import type { Leases } from "./leases.ts";
import type { Pulled } from "./subscriber.ts";

/** What is fetched and not begun: the next batch. */
export interface Buffer {
  add(pulled: readonly Pulled[]): void;
  size(): number;
  /** How many more messages it takes: 0 when it has a whole batch. */
  room(): number;
  /** The next batch: what the policy allows of those whose leases have held, and that are no suspects. */
  take(): readonly Pulled[];
  /**
   * So many suspects at most, all of those that have been delivered the least often: each time from the other end, so that
   * none comes before all others twice.
   */
  takeSuspects(most: number): readonly Pulled[];
  /** All that it has. */
  clear(): readonly Pulled[];
}

/** The most that one pull is answered with. */
const MOST_PULLED = 1000;

export function attemptOf({ delivery: { attempt = 1 } }: Pulled): number {
  return attempt;
}

export function createBuffer(
  { maxMessages, maxBytes }: Required<BatchPolicy>,
  { isHeld }: Pick<Leases, "isHeld">,
  isSuspect: (one: Pulled) => boolean,
): Buffer {
  let waiting: Pulled[] = [];
  let bytes = 0;
  const sizeOf = ({ delivery }: Pulled) => delivery.message.data.length;

  /** As many of these as one batch holds. */
  function takeOf(chosen: readonly Pulled[], most: number): readonly Pulled[] {
    let batchBytes = 0;
    const isWithin = (one: Pulled, index: number) =>
      index < most && ((batchBytes += sizeOf(one)) <= maxBytes || index === 0);
    const end = chosen.findIndex((one, index) => !isWithin(one, index));
    const batch = new Set(end === -1 ? chosen : chosen.slice(0, end));
    waiting = waiting.filter((one) => !batch.has(one));
    bytes = waiting.reduce((sum, one) => sum + sizeOf(one), 0);
    return [...batch];
  }

  return {
    add(pulled) {
      for (const one of pulled) {
        waiting.push(one);
        bytes += sizeOf(one);
      }
    },
    size: () => waiting.length,
    room: () => (bytes >= maxBytes ? 0 : Math.min(MOST_PULLED, Math.max(0, maxMessages - waiting.length))),
    take() {
      waiting = waiting.filter(isHeld);
      return takeOf(
        waiting.filter((one) => !isSuspect(one)),
        maxMessages,
      );
    },
    takeSuspects(most) {
      waiting = waiting.filter(isHeld);
      const suspects = waiting.filter(isSuspect);
      const fewest = Math.min(...suspects.map(attemptOf));
      const ordered = suspects
        .filter((one) => attemptOf(one) === fewest)
        .toSorted((one, other) => (one.delivery.messageId < other.delivery.messageId ? -1 : 1));
      return takeOf(fewest % 2 === 0 ? ordered : ordered.toReversed(), Math.min(most, maxMessages));
    },
    clear() {
      bytes = 0;
      return waiting.splice(0);
    },
  };
}
