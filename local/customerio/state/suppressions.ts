import { type Held, holdUnstated } from "../../core/recall.ts";
import type { Identifier } from "./identifier.ts";
import { identifierKey } from "./identifier.ts";

/** The identifiers that no call can bring back until they are unsuppressed. */
export interface Suppressions {
  has(identifiers: readonly Identifier[]): boolean;
  /** All the identifiers of one person: they are suppressed, and later unsuppressed, together. */
  add(identifiers: readonly Identifier[]): void;
  remove(identifier: Identifier): void;
  list(): string[];
  hold(): Held;
}

export function createSuppressions(): Suppressions {
  const groups = new Map<string, readonly string[]>();
  return {
    has: (identifiers) => groups.size > 0 && identifiers.some((identifier) => groups.has(identifierKey(identifier))),
    add(identifiers) {
      const keys = identifiers.map(identifierKey);
      for (const key of keys) groups.set(key, keys);
    },
    remove(identifier) {
      for (const key of groups.get(identifierKey(identifier)) ?? []) groups.delete(key);
    },
    list: () => [...groups.keys()],
    hold: () => holdUnstated(groups),
  };
}
