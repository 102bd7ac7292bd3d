import type { Backlog } from "./backlog.ts";
import type { Consumer } from "./pull.ts";

// As a message is 10 MB at most, an answer stays below the 20 MB that the client library accepts.
const ANSWER_BYTES = 8_000_000;

/** Hands what is ready to whoever takes messages of a subscription: in turn, as each has room. */
export class Turns {
  readonly #backlog: Backlog;
  /** Who has waited longest comes first. */
  readonly #consumers = new Set<Consumer>();
  #isHolding = false;

  constructor(backlog: Backlog) {
    this.#backlog = backlog;
  }

  join(consumer: Consumer): void {
    this.#consumers.add(consumer);
    this.dispatch();
  }

  leave(consumer: Consumer): void {
    this.#consumers.delete(consumer);
  }

  /** Does several things before messages go out, so that they go out together. */
  holding<Result>(work: () => Result): Result {
    this.#isHolding = true;
    try {
      return work();
    } finally {
      this.#isHolding = false;
      this.dispatch();
    }
  }

  dispatch(): void {
    if (this.#isHolding) return;
    this.#isHolding = true;
    try {
      while (this.#backlog.hasReady) {
        const consumer = this.#next();
        if (consumer === undefined) break;
        const deliveries = this.#backlog.take({
          messages: consumer.room(),
          bytes: Math.min(ANSWER_BYTES, consumer.roomBytes?.() ?? ANSWER_BYTES),
          perKey: consumer.perKey,
        });
        if (deliveries.length > 0) consumer.accept(deliveries);
      }
    } finally {
      this.#isHolding = false;
    }
  }

  /** Lets everybody go; returns who was there. */
  dismiss(): Consumer[] {
    const consumers = [...this.#consumers];
    this.#consumers.clear();
    return consumers;
  }

  /** The one that has room and has waited longest. */
  #next(): Consumer | undefined {
    for (const consumer of this.#consumers) {
      if (consumer.room() <= 0) continue;
      this.#consumers.delete(consumer);
      this.#consumers.add(consumer);
      return consumer;
    }
    return undefined;
  }
}
