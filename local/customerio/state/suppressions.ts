import { type Held, holdUnstated } from "../../core/recall.ts";
import type { Identifier } from "./identifier.ts";
import { identifierKey } from "./identifier.ts";

/** Identifiers that calls can't create again until they are unsuppressed. */
export interface Suppressions {
  has(identifiers: readonly Identifier[]): boolean;
  /** All identifiers of one person, which are suppressed and unsuppressed together. */
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
