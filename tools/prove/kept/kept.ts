import { join, relative } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { GroupResult } from "../group.ts";
import type { Candidate } from "../candidate.ts";
import type { Selection } from "../selection.ts";
import { keyOf, readDependencies } from "./dependencies.ts";
import { type Entries, type Entry, readEntries, type Value } from "./store.ts";

/** Beside the packages: git-ignored, and gone with them. */
export const keptFolder = join(root, "node_modules/.cache/ycat/proof");

/** A result that may be kept: whose it is, and whose handlers it depends on. */
export interface Keepable {
  readonly handler: string;
  readonly name: string;
  readonly involved: readonly string[];
}

/** What of earlier proofs still holds: nothing that it depends on has changed since. */
export interface Kept {
  find(what: Keepable): Value | undefined;
  /** As it is to be kept; undefined where not all that it depends on is known. */
  entryOf(what: Keepable, value: Value): Entry | undefined;
}

export interface Keeper {
  readonly kept: Kept;
  keep(what: Keepable, value: Value): void;
}

export function openKept(candidates: readonly Candidate[], { seed, drawn }: Pick<Selection, "seed" | "drawn">): Kept {
  const kin = candidates.flatMap(({ handler: { name, handler }, file }) =>
    file === undefined ? [] : [{ name, eventType: handler.eventType, file: relative(root, file) }],
  );
  const dependencies = readDependencies(root, kin);
  const known = new Map<string, Entries>();
  const keyed = ({ handler, name, involved }: Keepable) =>
    keyOf(dependencies, { handler, name, involved, seed, drawn });
  return {
    find(what) {
      const entries = known.get(what.handler) ?? readEntries(keptFolder, what.handler);
      known.set(what.handler, entries);
      const entry = entries[what.name];
      return entry !== undefined && entry.key === keyed(what) ? entry.value : undefined;
    },
    entryOf(what, value) {
      const key = keyed(what);
      return key === undefined ? undefined : { handler: what.handler, name: what.name, key, value };
    },
  };
}

/** Not where only a part is asked for, nor on a machine that is to prove all. */
export function mayKeep({ match, properties, states }: Selection, environment = process.env): boolean {
  return [match, properties, states, environment["CI"]].every((one) => one === undefined);
}

/** Failures and their stories are run anew. */
export function isWorthKeeping({ results, problems, isComplete }: GroupResult): boolean {
  return isComplete && problems.length === 0 && results.every(isFine);
}

function isFine({ verdict, story }: GroupResult["results"][number]): boolean {
  return verdict !== "failed" && story === undefined;
}
