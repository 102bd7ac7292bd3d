import type { Clock } from "../../core/clock.ts";
import type { Delivery } from "./lane.ts";

/** What is told of a lease's end: acknowledged, or refused or run out of time. */
export type Settle = (delivery: Delivery, generation: number, isAcknowledged: boolean) => void;

/** How a lease ended; undefined where everything was forgotten. */
export type LeaseEnd = "acknowledged" | "refused" | "timed out" | undefined;

interface Lease {
  readonly delivery: Delivery;
  readonly generation: number;
  readonly onEnd: (end: LeaseEnd) => void;
  cancelExpiry: () => void;
}

/** The pulled messages of one subscription, by acknowledgement id, each with its deadline. */
export class Leases {
  readonly #clock: Clock;
  readonly #newAckId: () => string;
  readonly #settle: Settle;
  readonly #leases = new Map<string, Lease>();

  constructor(clock: Clock, newAckId: () => string, settle: Settle) {
    this.#clock = clock;
    this.#newAckId = newAckId;
    this.#settle = settle;
  }

  /** Hands a message out for so long and returns its acknowledgement id; onEnd is called when that is void. */
  grant(delivery: Delivery, deadlineMs: number, onEnd: Lease["onEnd"]): string {
    const ackId = this.#newAckId();
    const cancelExpiry = this.#expireAfter(deadlineMs, ackId);
    this.#leases.set(ackId, { delivery, generation: delivery.generation, onEnd, cancelExpiry });
    return ackId;
  }

  /** False where the id has no say: it is unknown, its deadline has passed, or the message was taken back. */
  acknowledge(ackId: string): boolean {
    return this.#end(ackId, "acknowledged");
  }

  /** Starts a new deadline from now; 0 gives the message back. False where the id has no say. */
  modifyDeadline(ackId: string, milliseconds: number): boolean {
    const lease = this.#leases.get(ackId);
    if (lease === undefined) return false;
    if (milliseconds === 0) return this.#end(ackId, "refused");
    lease.cancelExpiry();
    lease.cancelExpiry = this.#expireAfter(milliseconds, ackId);
    return isCurrent(lease);
  }

  /** As if the time of all were up. */
  expire(): void {
    const held = [...this.#leases.keys()];
    for (const ackId of held) this.#end(ackId, "timed out");
  }

  /** Voids all ids without settling anything. */
  clear(): void {
    const leases = [...this.#leases.values()];
    this.#leases.clear();
    for (const lease of leases) {
      lease.cancelExpiry();
      lease.onEnd(undefined);
    }
  }

  #expireAfter(milliseconds: number, ackId: string): () => void {
    return this.#clock.after(milliseconds, () => void this.#end(ackId, "timed out"));
  }

  #end(ackId: string, end: LeaseEnd): boolean {
    const lease = this.#leases.get(ackId);
    if (lease === undefined) return false;
    const hasSay = isCurrent(lease);
    this.#leases.delete(ackId);
    lease.cancelExpiry();
    lease.onEnd(end);
    this.#settle(lease.delivery, lease.generation, end === "acknowledged");
    return hasSay;
  }
}

function isCurrent({ delivery, generation }: Lease): boolean {
  return delivery.generation === generation;
}
