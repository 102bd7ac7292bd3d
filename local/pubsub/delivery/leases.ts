import type { Clock } from "../../core/clock.ts";
import type { Delivery } from "./lane.ts";

/** Called at a lease's end: acknowledged, refused or timed out. */
export type Settle = (delivery: Delivery, generation: number, isAcknowledged: boolean) => void;

/** How a lease ended; undefined if everything was cleared. */
type LeaseEnd = "acknowledged" | "refused" | "timed out" | undefined;

interface Lease {
  readonly delivery: Delivery;
  readonly generation: number;
  readonly onEnd: (end: LeaseEnd) => void;
  cancelExpiry: () => void;
}

/** A subscription's pulled messages by acknowledgement id, each with its deadline. */
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

  /** Leases a message and returns its acknowledgement id; onEnd is called when the id becomes invalid. */
  grant(delivery: Delivery, deadlineMs: number, onEnd: Lease["onEnd"]): string {
    const ackId = this.#newAckId();
    const cancelExpiry = this.#expireAfter(deadlineMs, ackId);
    this.#leases.set(ackId, { delivery, generation: delivery.generation, onEnd, cancelExpiry });
    return ackId;
  }

  /** Returns false for an invalid id: unknown, expired, or of a message taken back. */
  acknowledge(ackId: string): boolean {
    return this.#end(ackId, "acknowledged");
  }

  /** Restarts the deadline; 0 returns the message. Returns false for an invalid id. */
  modifyDeadline(ackId: string, milliseconds: number): boolean {
    const lease = this.#leases.get(ackId);
    if (lease === undefined) return false;
    if (milliseconds === 0) return this.#end(ackId, "refused");
    lease.cancelExpiry();
    lease.cancelExpiry = this.#expireAfter(milliseconds, ackId);
    return isCurrent(lease);
  }

  /** Expires all leases. */
  expire(): void {
    const held = [...this.#leases.keys()];
    for (const ackId of held) this.#end(ackId, "timed out");
  }

  /** Invalidates all ids without settling anything. */
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
    const wasValid = isCurrent(lease);
    this.#leases.delete(ackId);
    lease.cancelExpiry();
    lease.onEnd(end);
    this.#settle(lease.delivery, lease.generation, end === "acknowledged");
    return wasValid;
  }
}

function isCurrent({ delivery, generation }: Lease): boolean {
  return delivery.generation === generation;
}
