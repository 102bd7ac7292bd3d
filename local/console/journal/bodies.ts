import type { Body } from "../contract/events.ts";
import type { Limits } from "./limits.ts";

/** A body, possibly truncated. */
export interface KeptBody {
  add(chunk: Uint8Array): void;
  /** The bytes; undefined if some were dropped. */
  whole(): Buffer | undefined;
  read(): Body;
}

export interface Bodies {
  /** @param missing bytes known to exist that will not be seen */
  create(missing?: number): KeptBody;
  clear(): void;
}

/**
 * Keeps bodies up to a size each and a total size, beyond which the oldest are emptied. Bytes are decoded only when
 * read.
 */
export function createBodies({ bodyBytes, bytesOfOne }: Pick<Limits, "bodyBytes" | "bytesOfOne">): Bodies {
  const all = new Set<Held>();
  let total = 0;

  function makeRoom(): void {
    for (const held of all) {
      if (total <= bodyBytes) return;
      all.delete(held);
      total -= held.kept;
      held.empty();
    }
  }

  const added = (held: Held, bytes: number) => {
    total += bytes;
    all.add(held);
    makeRoom();
  };
  return {
    create: (missing = 0) => new Held(bytesOfOne, added, missing),
    clear() {
      all.clear();
      total = 0;
    },
  };
}

const NOTHING = new Uint8Array();

/**
 * There are thousands, and the garbage collector copies whatever is kept twice: hence one object each, most with one
 * chunk.
 */
class Held implements KeptBody {
  kept = 0;
  #bytes: number;
  #first: Uint8Array = NOTHING;
  #others: Uint8Array[] | undefined;
  readonly #most: number;
  readonly #added: (held: Held, bytes: number) => void;

  constructor(most: number, added: (held: Held, bytes: number) => void, missing: number) {
    this.#most = most;
    this.#added = added;
    this.#bytes = missing;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    const part = chunk.subarray(0, this.#most - this.kept);
    if (part.length === 0) return;
    // A slice of a much larger buffer would keep all of that alive.
    const own = part.buffer.byteLength > 4 * part.length ? Uint8Array.from(part) : part;
    if (this.kept === 0) this.#first = own;
    else (this.#others ??= []).push(own);
    this.kept += part.length;
    this.#added(this, part.length);
  }

  empty(): void {
    this.kept = 0;
    this.#first = NOTHING;
    this.#others = undefined;
  }

  whole(): Buffer | undefined {
    return this.kept === this.#bytes ? this.#content() : undefined;
  }

  read(): Body {
    const isWhole = this.kept === this.#bytes;
    return { text: this.#content().toString(), bytes: this.#bytes, ...(isWhole ? {} : { cut: true }) };
  }

  #content(): Buffer {
    return Buffer.concat([this.#first, ...(this.#others ?? [])]);
  }
}
