import { registerHooks } from "node:module";
import { countPoints } from "./point-counter.ts";
import type { Counted, CountedFile } from "./counted.ts";
import type { Reached } from "./reached.ts";

/** Records which handler and client code each group reaches. */
export interface Tally {
  /** Runs a group and adds what it reached to its result. */
  of<Result extends object>(run: () => Promise<Result>): Promise<Result & { readonly reached?: Reached }>;
  /** Runs something once for several groups. What it reaches counts for each group that asks for it. */
  once(what: string, run: () => Promise<void>): Promise<void>;
}

/** Records nothing. */
export const NO_TALLY: Tally = { of: (run) => run(), once: (_what, run) => run() };

/** Makes this thread load instrumented files. Call it before any of them is loaded, and call its result afterwards. */
export function loadCounted({ texts, files }: Counted): () => Tally {
  registerHooks({
    load(url, context, next) {
      const source = texts[url];
      return source === undefined ? next(url, context) : { format: "module-typescript", source, shortCircuit: true };
    },
  });
  const counter = countPoints(files.reduce((sum, { count }) => sum + count, 0));
  return () => createTally(files, counter.take);
}

/** `take` returns the points reached since its last call. */
export function createTally(files: readonly CountedFile[], take: () => number[]): Tally {
  // Code that runs when a module loads, such as reading a table, counts for every case.
  const loaded = take();
  /** Points reached by what was run once for several groups. */
  const shared = new Map<string, readonly number[]>();
  /** For the current group: the shared runs it asked for, and the points it reached itself. */
  const asked = new Set<string>();
  const own = new Set<number>();
  const keep = (points: readonly number[] = []) => points.forEach((point) => own.add(point));
  return {
    async of(run) {
      take(); // discards what ran before the group
      asked.clear();
      own.clear();
      const result = await run();
      keep(take());
      keep(loaded);
      for (const what of asked) keep(shared.get(what));
      return { ...result, reached: spell(files, own) };
    },
    async once(what, run) {
      asked.add(what);
      if (shared.has(what)) return;
      keep(take()); // what the group itself reached so far
      await run();
      shared.set(what, take());
    },
  };
}

/** One digit per point of a file, 1 if reached. Leaves out files without reached points. */
function spell(files: readonly CountedFile[], points: ReadonlySet<number>): Reached {
  const spelled = files.map(({ file, first, count }) => {
    const digits = Array.from({ length: count }, (_, place) => (points.has(first + place) ? "1" : "0"));
    return [file, digits.join("")] as const;
  });
  return Object.fromEntries(spelled.filter(([, digits]) => digits.includes("1")));
}
