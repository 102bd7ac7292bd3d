import Denque from "denque";
import type { Message } from "./messages.ts";

/** Messages in order of publishing, retained for a time whatever became of them. */
export class History {
  readonly #messages = new Denque<Message>();

  /** Adds messages and drops those published before that time. */
  add(messages: readonly Message[], since: number): void {
    for (const message of messages) this.#messages.push(message);
    for (let first = this.#messages.peekFront(); first !== undefined && first.publishTime < since;) {
      this.#messages.shift();
      first = this.#messages.peekFront();
    }
  }

  /** Messages published at that time or later. */
  since(time: number): Message[] {
    return this.#messages.toArray().filter(({ publishTime }) => publishTime >= time);
  }
}
