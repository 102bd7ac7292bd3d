import { join, relative } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { GroupResult } from "../run/group.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Selection } from "../run/selection.ts";
import { keyOf, readDependencies } from "./dependencies.ts";
import { type Entries, type Entry, readEntries, type Value } from "./store.ts";

/** Inside node_modules, so that git ignores it and a fresh install removes it. */
export const cacheFolder = join(root, "node_modules/.cache/ycat/proof");

/** A cacheable result: its handler, and the handlers it depends on. */
export interface Cacheable {
  readonly handler: string;
  readonly name: string;
  readonly involved: readonly string[];
}

/** Results of earlier proofs whose dependencies have not changed. */
export interface ProofCache {
  find(what: Cacheable): Value | undefined;
  /** The cache entry for a result. Undefined if not all dependencies are known. */
  entryOf(what: Cacheable, value: Value): Entry | undefined;
}

export interface WritableCache extends Pick<ProofCache, "find"> {
  store(what: Cacheable, value: Value): void;
}

export function openCache(
  candidates: readonly Candidate[],
  { seed, drawn }: Pick<Selection, "seed" | "drawn">,
): ProofCache {
  const kin = candidates.flatMap(({ handler: { name, handler }, file }) =>
    file === undefined ? [] : [{ name, eventType: handler.eventType, file: relative(root, file) }],
  );
  const dependencies = readDependencies(root, kin);
  const known = new Map<string, Entries>();
  const keyed = ({ handler, name, involved }: Cacheable) =>
    keyOf(dependencies, { handler, name, involved, seed, drawn });
  return {
    find(what) {
      const entries = known.get(what.handler) ?? readEntries(cacheFolder, what.handler);
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

/** Not if only some cases are selected, and not in CI. */
export function mayCache({ match, properties, states, disturbed }: Selection, environment = process.env): boolean {
  return [match, properties, states, disturbed, environment["CI"]].every((one) => one === undefined);
}

/** Failures are run again, for their stories. */
export function isCacheable({ results, problems, isComplete }: GroupResult): boolean {
  return isComplete && problems.length === 0 && results.every(isFine);
}

function isFine({ verdict, story }: GroupResult["results"][number]): boolean {
  return verdict !== "failed" && story === undefined;
}
