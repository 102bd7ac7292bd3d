import type { Body } from "../contract/events.ts";
import type { Limits } from "./limits.ts";

/** One body, as much of it as is kept. */
export interface KeptBody {
  add(chunk: Uint8Array): void;
  /** The bytes, or undefined where some were left out. */
  whole(): Buffer | undefined;
  read(): Body;
}

export interface Bodies {
  /** @param missing bytes that are known to have been there, and are not seen. */
  create(missing?: number): KeptBody;
  clear(): void;
}

interface Held {
  chunks: Uint8Array[];
  kept: number;
  bytes: number;
}

/** Keeps bodies up to a size each and one together: beyond it the oldest are emptied. They are texts only once they are read. */
export function createBodies({ bodyBytes, bytesOfOne }: Pick<Limits, "bodyBytes" | "bytesOfOne">): Bodies {
  const all = new Set<Held>();
  let total = 0;

  function makeRoom(): void {
    for (const held of all) {
      if (total <= bodyBytes) return;
      all.delete(held);
      total -= held.kept;
      Object.assign(held, { chunks: [], kept: 0 });
    }
  }

  function add(held: Held, chunk: Uint8Array): void {
    held.bytes += chunk.length;
    const part = chunk.subarray(0, bytesOfOne - held.kept);
    if (part.length === 0) return;
    // What is but a part of a larger buffer would keep all of that alive.
    held.chunks.push(part.buffer.byteLength > 4 * part.length ? Uint8Array.from(part) : part);
    held.kept += part.length;
    total += part.length;
    all.add(held);
    makeRoom();
  }

  return {
    create(missing = 0) {
      const held: Held = { chunks: [], kept: 0, bytes: missing };
      const isWhole = () => held.kept === held.bytes;
      return {
        add: (chunk) => add(held, chunk),
        whole: () => (isWhole() ? Buffer.concat(held.chunks) : undefined),
        read: () => ({
          text: Buffer.concat(held.chunks).toString(),
          bytes: held.bytes,
          ...(isWhole() ? {} : { cut: true }),
        }),
      };
    },
    clear() {
      all.clear();
      total = 0;
    },
  };
}
