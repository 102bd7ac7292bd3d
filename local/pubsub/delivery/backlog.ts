import type { Clock } from "../../core/clock.ts";
import type { Delivery } from "./lane.ts";
import { Lane } from "./lane.ts";
import type { Message } from "../state/messages.ts";
import Denque from "denque";

interface BacklogSettings {
  readonly clock: Clock;
  readonly isOrdered: boolean;
  readonly retentionMs: () => number;
  readonly retryDelayMs: (failures: number) => number;
  /** Called when a message becomes available. */
  readonly onReady: () => void;
}

/** How much to take at once. */
interface Portion {
  readonly messages: number;
  readonly bytes: number;
  /** Maximum per ordering key. */
  readonly perKey: number;
}

/**
 * A subscription's unacknowledged messages: queued, delivered, or in backoff. Only list() and clear() iterate over all
 * of them.
 */
export class Backlog {
  readonly #settings: BacklogSettings;
  readonly #unacknowledged = new Set<Delivery>();
  readonly #lanes = new Map<string, Lane>();
  readonly #timers = new Set<() => void>();
  #ready = new Denque<Delivery | Lane>();

  constructor(settings: BacklogSettings) {
    this.#settings = settings;
  }

  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** All unacknowledged messages, oldest first, except for those taken back. */
  list(): Delivery[] {
    return [...this.#unacknowledged].filter((delivery) => !this.#isOutdated(delivery));
  }

  get size(): number {
    return this.#unacknowledged.size;
  }

  add(message: Message): void {
    this.#dropOutdated();
    const delivery: Delivery = { message, failures: 0, generation: 0, state: "pending" };
    this.#unacknowledged.add(delivery);
    if (this.#isOrdered(message)) this.#addToLane(delivery);
    else this.#ready.push(delivery);
    this.#settings.onReady();
  }

  /** Takes the next messages from the queue. Each must be passed to acknowledge or fail. */
  take(portion: Portion): Delivery[] {
    const taken: Delivery[] = [];
    let bytes = 0;
    const isFull = () => taken.length >= portion.messages || bytes >= portion.bytes;
    const hand = (delivery: Delivery) => {
      bytes += delivery.message.size;
      taken.push(deliver(delivery));
    };
    while (!isFull()) {
      const first = this.#ready.shift();
      if (first === undefined) break;
      if (first instanceof Lane) this.#takeFromLane(first, portion.perKey, isFull, hand);
      else if (this.#isOutdated(first)) this.#unacknowledged.delete(first);
      else hand(first);
    }
    return taken;
  }

  /** Final: acknowledged by the receiver or dead-lettered. */
  acknowledge(delivery: Delivery): void {
    delivery.state = "acknowledged";
    this.#unacknowledged.delete(delivery);
    const lane = this.#laneOf(delivery);
    lane?.acknowledge();
    if (lane !== undefined) this.#continueLane(lane);
  }

  /** Refused or timed out: queued again after its backoff, behind what is queued then. */
  fail(delivery: Delivery): void {
    delivery.failures += 1;
    const delay = this.#settings.retryDelayMs(delivery.failures);
    const lane = this.#laneOf(delivery);
    if (lane !== undefined) {
      this.#failInLane(delivery, lane, delay);
      return;
    }
    takeBack(delivery);
    this.#after(delay, () => {
      this.#ready.push(delivery);
      this.#settings.onReady();
    });
  }

  /** Forgets all messages; those being delivered become invalid. */
  clear(): void {
    for (const cancel of this.#timers) cancel();
    for (const delivery of this.#unacknowledged) delivery.generation += 1;
    this.#timers.clear();
    this.#unacknowledged.clear();
    this.#lanes.clear();
    this.#ready = new Denque();
  }

  #isOrdered(message: Message): boolean {
    return this.#settings.isOrdered && message.orderingKey !== "";
  }

  #laneOf({ message }: Delivery): Lane | undefined {
    return this.#isOrdered(message) ? this.#lanes.get(message.orderingKey) : undefined;
  }

  #addToLane(delivery: Delivery): void {
    const key = delivery.message.orderingKey;
    const lane = this.#lanes.get(key) ?? new Lane(key);
    lane.add(delivery);
    if (this.#lanes.has(key)) return;
    this.#lanes.set(key, lane);
    lane.isQueued = true;
    this.#ready.push(lane);
  }

  #takeFromLane(lane: Lane, perKey: number, isFull: () => boolean, hand: (delivery: Delivery) => void): void {
    lane.isQueued = false;
    for (let count = 0; count < perKey && !isFull();) {
      const delivery = lane.next();
      if (delivery === undefined) break;
      if (this.#isOutdated(delivery)) {
        delivery.state = "acknowledged";
        this.#unacknowledged.delete(delivery);
        lane.acknowledge();
      } else {
        hand(delivery);
        count += 1;
      }
    }
    this.#continueLane(lane);
  }

  #failInLane(delivery: Delivery, lane: Lane, delay: number): void {
    for (const back of lane.takeBack(delivery)) {
      takeBack(back);
      this.#unacknowledged.add(back);
    }
    lane.backoffs += 1;
    this.#after(delay, () => {
      lane.backoffs -= 1;
      this.#continueLane(lane);
    });
  }

  /** Queues a lane again once its round and its backoffs are over. */
  #continueLane(lane: Lane): void {
    if (!lane.canStart) return;
    if (lane.isEmpty) {
      this.#lanes.delete(lane.key);
      return;
    }
    lane.isQueued = true;
    this.#ready.push(lane);
    this.#settings.onReady();
  }

  #isOutdated({ message }: Delivery): boolean {
    return message.publishTime + this.#settings.retentionMs() <= this.#settings.clock.now();
  }

  /** Bounds the backlog of unread messages by the retention period; the queue is nearly in order of age. */
  #dropOutdated(): void {
    for (;;) {
      const first = this.#ready.peekFront();
      if (first === undefined || first instanceof Lane || !this.#isOutdated(first)) return;
      this.#ready.shift();
      this.#unacknowledged.delete(first);
    }
  }

  #after(delay: number, callback: () => void): void {
    if (delay <= 0) {
      callback();
      return;
    }
    const cancel = this.#settings.clock.after(delay, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
  }
}

function deliver(delivery: Delivery): Delivery {
  delivery.generation += 1;
  delivery.state = "delivered";
  return delivery;
}

function takeBack(delivery: Delivery): void {
  delivery.generation += 1;
  delivery.state = "pending";
}
