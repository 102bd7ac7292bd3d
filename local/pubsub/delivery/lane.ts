import type { Message } from "../state/messages.ts";
import Denque from "denque";

/** One message's course through one subscription. */
export interface Delivery {
  readonly message: Message;
  /** How often it was refused or ran out of time. The delivery attempt that receivers see is one more. */
  failures: number;
  /** Counts up whenever it is handed out or taken back: what was handed out before has no say any more. */
  generation: number;
  state: "pending" | "delivered" | "acknowledged";
}

/**
 * The messages of one ordering key. They go out in rounds, in order, the next round when all of the last one have been
 * answered. A failure takes back the message and all later ones of its round, the acknowledged ones too, as the real
 * service does. (The real one may hand more of a key to the same streaming client before the first are answered.)
 */
export class Lane {
  readonly key: string;
  /** Whether it stands in its subscription's line. */
  isQueued = false;
  /** Backoffs that have not ended; no round starts before they have. */
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

  /** Whether it may be put in line for its next round. */
  get canStart(): boolean {
    return this.#round === 0 && this.backoffs === 0 && !this.isQueued;
  }

  add(delivery: Delivery): void {
    this.#deliveries.push(delivery);
  }

  /** The next message of the round that is being put together. */
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

  /** Takes back a message of the round and the later ones; returns them all. */
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
    // What is left of the round is acknowledged, or it would be open.
    for (; this.#round > 0; this.#round -= 1) this.#deliveries.shift();
  }
}
