import { availableParallelism } from "node:os";
import type { Killer } from "./attempt.ts";
import { type Cases, openCases } from "./cases.ts";
import { indexPoints } from "./choose.ts";
import { drawEvenly } from "./draw.ts";
import type { SourceFile } from "../points/source-file.ts";
import type { Mutant } from "./mutant.ts";
import { instrumented } from "../points/points.ts";
import { share } from "./pool.ts";
import { mutantsOf } from "./rules/all.ts";
import { openTests, type Tests } from "./tests/open.ts";
import type { Step, Trying } from "./trying.ts";
import { refusedByTypes } from "./types.ts";

/** What became of a mutant. */
export interface Fate {
  readonly mutant: Mutant;
  /** Undefined if it survived. */
  readonly killer: Killer | undefined;
  /** Whether any case or test reached its line. */
  readonly isReached: boolean;
  /** False if time ran out: neither survived nor killed. */
  readonly isTried: boolean;
}

interface MutantOptions {
  readonly files: readonly SourceFile[];
  /** Handlers whose cases can reach these files. */
  readonly handlers: readonly string[];
  /** Limit for the whole run. Remaining mutants are not tried. */
  readonly budgetMs?: number | undefined;
  /** Determines the order of the mutants. */
  readonly seed?: number | undefined;
  readonly onProgress?: (line: string) => void;
  /** Called with the results of each file, or of each batch over all files if there is a budget. */
  readonly onTried?: (fates: readonly Fate[]) => void;
  readonly workers?: number;
}

/** Applies every mutator to these files, and tries each mutant on the proof and the tests. */
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
 * Each step runs on what the previous one left: quick and effective steps come first. If time runs out during a batch,
 * none of it counts as tried, because counting only the quickly killed ones would bias the result.
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

/** Large enough to amortise tsc's start-up of a second. */
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
