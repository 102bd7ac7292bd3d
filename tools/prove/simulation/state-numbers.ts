import type { State } from "../../../local/core/records.ts";

const MOST = 50_000;

/** Assigns numbers to records, equal ones to equal records. Records are replaced, never modified. */
export class StateNumbers {
  readonly #byText = new Map<string, number>();
  readonly #byRecord = new WeakMap<object, number>();
  #last = 0;

  /** The same text for the same state. */
  spell(state: State): string {
    return Object.entries(state)
      .map(([kind, records]) => `${kind} ${records.map((record) => this.#numberOf(record)).join()}`)
      .join(";");
  }

  #numberOf(record: unknown): number {
    if (typeof record !== "object" || record === null) return this.#ofText(JSON.stringify(record));
    const known = this.#byRecord.get(record);
    if (known !== undefined) return known;
    const number = this.#ofText(JSON.stringify(record));
    this.#byRecord.set(record, number);
    return number;
  }

  #ofText(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    if (this.#byText.size >= MOST) this.#byText.clear();
    this.#last += 1;
    this.#byText.set(text, this.#last);
    return this.#last;
  }
}
