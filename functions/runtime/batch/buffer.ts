import type { BatchPolicy } from "../define/batch-handler.ts";
import type { Leases } from "./leases.ts";
import type { Pulled } from "./subscriber.ts";

/** What is fetched and not begun: the next batch. */
export interface Buffer {
  add(pulled: readonly Pulled[]): void;
  size(): number;
  /** How many more messages it takes: 0 when the next batch is whole. */
  room(): number;
  /** The next batch: what the policy allows of those whose leases have held. */
  take(): readonly Pulled[];
  /** All that it has. */
  clear(): readonly Pulled[];
}

/** The most that one pull is answered with. */
const MOST_PULLED = 1000;

export function createBuffer({ maxMessages, maxBytes }: Required<BatchPolicy>, leases: Leases): Buffer {
  let waiting: Pulled[] = [];
  let bytes = 0;
  const sizeOf = ({ delivery }: Pulled) => delivery.message.data.length;
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
      waiting = waiting.filter((one) => leases.isHeld(one));
      let batchBytes = 0;
      const isWithin = (one: Pulled, index: number) =>
        index < maxMessages && ((batchBytes += sizeOf(one)) <= maxBytes || index === 0);
      const end = waiting.findIndex((one, index) => !isWithin(one, index));
      const batch = waiting.splice(0, end === -1 ? waiting.length : end);
      bytes = waiting.reduce((sum, one) => sum + sizeOf(one), 0);
      return batch;
    },
    clear() {
      bytes = 0;
      return waiting.splice(0);
    },
  };
}
