import type { Message } from "../state/messages.ts";
import Denque from "denque";

/** A message in one subscription. */
export interface Delivery {
  readonly message: Message;
  /** How often it was refused or timed out. Receivers see the delivery attempt, which is one more. */
  failures: number;
  /** Incremented when it is delivered or taken back, which invalidates earlier deliveries. */
  generation: number;
  state: "pending" | "delivered" | "acknowledged";
}

/**
 * The messages of one ordering key. They are delivered in order and in rounds; a round starts when all messages of the
 * last one have been answered. A failure takes back the message and all later ones of its round, including acknowledged
 * ones, as the real service does. (The real one may send more of a key to the same streaming client before the first
 * are answered.)
 */
export class Lane {
  readonly key: string;
  /** Whether it is in its subscription's queue. */
  isQueued = false;
  /** Backoffs under way; no round starts before they end. */
  backoffs = 0;
  readonly #deliveries = new Denque<Delivery>();
  #round = 0;
  #open = 0;

  constructor(key: string) {
    this.key = key;
  }

  get isEmpty(): boolean {
    return this.#deliveries.length === 0;
  }

  /** Whether it may be queued for its next round. */
  get canStart(): boolean {
    return this.#round === 0 && this.backoffs === 0 && !this.isQueued;
  }

  add(delivery: Delivery): void {
    this.#deliveries.push(delivery);
  }

  /** The next message for the round being assembled. */
  next(): Delivery | undefined {
    const delivery = this.#deliveries.peekAt(this.#round);
    if (delivery === undefined) return undefined;
    this.#round += 1;
    this.#open += 1;
    return delivery;
  }

  acknowledge(): void {
    this.#open -= 1;
    this.#endRound();
  }

  /** Takes back a message of the round and all later ones; returns them. */
  takeBack(failed: Delivery): Delivery[] {
    const places = Array.from({ length: this.#round }, (_, place) => this.#deliveries.peekAt(place));
    const round = places.filter((delivery) => delivery !== undefined);
    const back = round.slice(round.indexOf(failed));
    this.#open -= back.filter(({ state }) => state === "delivered").length;
    this.#round -= back.length;
    this.#endRound();
    return back;
  }

  #endRound(): void {
    if (this.#open > 0) return;
    // The rest of the round is acknowledged, or the round would be open.
    for (; this.#round > 0; this.#round -= 1) this.#deliveries.shift();
  }
}
