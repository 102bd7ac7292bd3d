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
  /** What was run once for several groups came to these. */
  const shared = new Map<string, readonly number[]>();
  /** Of the group that runs: what it has asked to be run once, and what it came to itself. */
  const asked = new Set<string>();
  const own = new Set<number>();
  const keep = (points: readonly number[] = []) => points.forEach((point) => own.add(point));
  return {
    async of(run) {
      take(); // whatever ran before is no group's
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
      keep(take()); // the group's, until now
      await run();
      shared.set(what, take());
    },
  };
}

/** A digit for each point of a file, 1 where it was come to; files that nothing has come to are left out. */
function spell(files: readonly CountedFile[], points: ReadonlySet<number>): Reached {
  const spelled = files.map(({ file, first, count }) => {
    const digits = Array.from({ length: count }, (_, place) => (points.has(first + place) ? "1" : "0"));
    return [file, digits.join("")] as const;
  });
  return Object.fromEntries(spelled.filter(([, digits]) => digits.includes("1")));
}
