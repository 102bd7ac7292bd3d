import type { Backlog } from "./backlog.ts";
import type { Consumer } from "./pull.ts";

// A message has at most 10 MB, so an answer stays below the client library's 20 MB.
const ANSWER_BYTES = 8_000_000;

/** Distributes available messages to a subscription's consumers in turn, as each has room. */
export class Turns {
  readonly #backlog: Backlog;
  /** In order of waiting time, longest first. */
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

  /** Performs several changes before messages are delivered, so that they go out together. */
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

  /** Removes all consumers and returns them. */
  dismiss(): Consumer[] {
    const consumers = [...this.#consumers];
    this.#consumers.clear();
    return consumers;
  }

  /** The longest waiting consumer with room. */
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
