import { registerHooks } from "node:module";
import { countPoints } from "../mutants/point-counter.ts";
import type { Counted, CountedFile } from "./counted.ts";
import type { Reached } from "./reached.ts";

/** Tells what groups come to in the code of handlers and clients. */
export interface Tally {
  /** Runs a group, and adds to its result what that has come to. */
  of<Result extends object>(run: () => Promise<Result>): Promise<Result & { readonly reached?: Reached }>;
  /** What is run once for several groups: it counts for each that asks for it. */
  once(what: string, run: () => Promise<void>): Promise<void>;
}

/** Where nobody asks. */
export const NO_TALLY: Tally = { of: (run) => run(), once: (_what, run) => run() };

/** Has this thread load files with counters in them; to be called before anything of them is loaded, and what it returns after. */
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

/** `take`: the points that were come to since it was last asked. */
export function createTally(files: readonly CountedFile[], take: () => number[]): Tally {
  // What a module does when it is loaded, such as to read a table, every case rests on.
  const loaded = take();
  const known = new Map<string, readonly number[]>();
  const asked = new Set<string>();
  const own = new Set<number>();
  const addTo = (points: Set<number>, more: readonly number[] = []) => {
    for (const point of more) points.add(point);
  };
  return {
    async of(run) {
      take();
      asked.clear();
      own.clear();
      const result = await run();
      for (const points of [loaded, take(), ...[...asked].map((what) => known.get(what))]) addTo(own, points);
      return { ...result, reached: spell(files, own) };
    },
    async once(what, run) {
      asked.add(what);
      if (known.has(what)) return;
      addTo(own, take());
      await run();
      known.set(what, take());
    },
  };
}

function spell(files: readonly CountedFile[], points: ReadonlySet<number>): Reached {
  const spelled = files.map(({ file, first, count }) => {
    const digits = Array.from({ length: count }, (_, place) => (points.has(first + place) ? "1" : "0"));
    return [file, digits.join("")] as const;
  });
  return Object.fromEntries(spelled.filter(([, digits]) => digits.includes("1")));
}
