import { availableParallelism } from "node:os";
import type { Killer } from "./attempt.ts";
import { type Cases, openCases } from "./cases.ts";
import { indexPoints } from "./choose.ts";
import { drawEvenly } from "./draw.ts";
import type { Mutant, MutatedFile } from "./mutant.ts";
import { instrumented } from "./points.ts";
import { share } from "./pool.ts";
import { mutantsOf } from "./rules/all.ts";
import { openTests, type Tests } from "./tests/open.ts";
import type { Step, Trying } from "./trying.ts";
import { refusedByTypes } from "./types.ts";

/** What became of a mutant. */
export interface Fate {
  readonly mutant: Mutant;
  /** Undefined where nothing has told it from the original. */
  readonly killer: Killer | undefined;
  /** Whether a case, and whether a test has come to its line. */
  readonly isReached: boolean;
  /** False where the time was up: no survivor, and not counted as killed either. */
  readonly isTried: boolean;
}

export interface MutantOptions {
  readonly files: readonly MutatedFile[];
  /** Those whose cases can come to these files. */
  readonly handlers: readonly string[];
  /** For all of it. Mutants for which no time is left then are not tried. */
  readonly budgetMs?: number | undefined;
  /** Decides which ones these are. */
  readonly seed?: number | undefined;
  readonly onProgress?: (line: string) => void;
  /** Is told what has become of a file's, one file after another; of so many of all files where the time is short. */
  readonly onTried?: (fates: readonly Fate[]) => void;
  readonly workers?: number;
}

/** Puts every mistake that there is a rule for into these files, one at a time, and holds proof and tests against each. */
export async function tryMutants(options: MutantOptions): Promise<Fate[]> {
  const { files, handlers, budgetMs = Infinity, seed = 1, onProgress = () => {}, onTried } = options;
  const { workers = availableParallelism() } = options;
  const isOver = endOf(budgetMs);
  const mutants = await mutantsOf(files);
  const index = indexPoints(files);
  const counted = Object.fromEntries(files.map((file) => [file.file, instrumented(file, index.first(file.file))]));
  const trying: Trying = { files, handlers, index, counted, workers };
  onProgress(`${mutants.length} mutants in ${files.length} files`);
  const [cases, tests] = [await openCases(trying), await openTests(trying)];
  onProgress("it is known which case and which test comes to which line");
  const attempting = { trying, cases, tests, isOver, onStep: everySoOften(onProgress) };
  const batches =
    budgetMs === Infinity ? Map.groupBy(mutants, ({ file }) => file).values() : inBatches(drawEvenly(mutants, seed));
  const fates: Fate[] = [];
  for (const batch of batches) {
    const tried = await tryBatch(batch, attempting);
    onTried?.(tried);
    fates.push(...tried);
  }
  await Promise.all([cases.close(), tests.close()]);
  return fates;
}

interface Attempting {
  readonly trying: Trying;
  readonly cases: Cases;
  readonly tests: Tests;
  readonly isOver: () => boolean;
  readonly onStep: (line: () => string) => void;
}

/**
 * One step with all of them, the next one with what is left: what is quick and tells most comes first. Of a batch that the time
 * does not suffice for none counts as tried, for what is killed quickly would count alone.
 */
async function tryBatch(mutants: readonly Mutant[], { trying, cases, tests, ...rest }: Attempting): Promise<Fate[]> {
  const { files, workers } = trying;
  const fates = new Map<Mutant, Fate>(mutants.map((mutant) => [mutant, { mutant, ...UNKNOWN, isTried: true }]));
  const left = () => [...fates.values()].filter(({ killer }) => killer === undefined);
  let isCut = false;
  const tryOn = async (name: string, step: Step) => {
    let done = 0;
    const asked = left();
    await share(asked, workers, async (before, turn) => {
      isCut ||= rest.isOver();
      if (isCut) return;
      const { mutant } = before;
      const { killer, isReached } = await step(mutant, turn);
      fates.set(mutant, { mutant, killer, isReached: before.isReached || isReached, isTried: true });
      done += 1;
      rest.onStep(() => `${done} of ${asked.length} tried on ${name}`);
    });
  };
  for (const mutant of rest.isOver() ? [] : await refusedByTypes(files, mutants))
    fates.set(mutant, { mutant, killer: "tsc", isReached: true, isTried: true });
  await tryOn("tests", tests.reaching);
  await tryOn("few cases", cases.few);
  await tryOn("many cases", cases.many);
  return isCut ? mutants.map((mutant) => ({ mutant, ...UNKNOWN, isTried: false })) : [...fates.values()];
}

const UNKNOWN = { killer: undefined, isReached: false };

/** Enough that tsc, which takes a second to start, is asked for many at once. */
const BATCH = 100;

function inBatches(mutants: readonly Mutant[]): Mutant[][] {
  return Array.from({ length: Math.ceil(mutants.length / BATCH) }, (_, index) =>
    mutants.slice(index * BATCH, (index + 1) * BATCH),
  );
}

function endOf(budgetMs: number): () => boolean {
  const until = performance.now() + budgetMs;
  return () => performance.now() > until;
}

const OFTEN_MS = 15_000;

function everySoOften(tell: (line: string) => void): (line: () => string) => void {
  let last = performance.now();
  return (line) => {
    if (performance.now() - last < OFTEN_MS) return;
    last = performance.now();
    tell(line());
  };
}
