import { availableParallelism } from "node:os";
import { seededRandom } from "../../seeded-random.ts";
import type { Killer } from "./attempt.ts";
import { type Cases, openCases } from "./cases.ts";
import { indexPoints } from "./choose.ts";
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
  /** False where the time was up: not killed, and no survivor either. */
  readonly isTried: boolean;
}

export interface MutantOptions {
  readonly files: readonly MutatedFile[];
  /** Those whose cases can come to these files. */
  readonly handlers: readonly string[];
  /** Counted from when the first is tried. Mutants for which no time is left then are not tried. */
  readonly budgetMs?: number | undefined;
  readonly onProgress?: (line: string) => void;
  /** Is told what has become of a file's, one file after another; of all at once where the time is short. */
  readonly onTried?: (fates: readonly Fate[]) => void;
  readonly workers?: number;
}

/** Puts every mistake that there is a rule for into these files, one at a time, and holds proof and tests against each. */
export async function tryMutants(options: MutantOptions): Promise<Fate[]> {
  const { files, handlers, budgetMs = Infinity, onProgress = () => {}, onTried } = options;
  const { workers = availableParallelism() } = options;
  const mutants = await mutantsOf(files);
  const index = indexPoints(files);
  const counted = Object.fromEntries(files.map((file) => [file.file, instrumented(file, index.first(file.file))]));
  const trying: Trying = { files, handlers, index, counted, workers };
  onProgress(`${mutants.length} mutants in ${files.length} files`);
  const [cases, tests] = [await openCases(trying), await openTests(trying)];
  onProgress("it is known which case and which test comes to which line");
  const attempting = { trying, cases, tests, isOver: endOf(budgetMs), onStep: everySoOften(onProgress) };
  // Where the time is up, those that were tried are of all kinds.
  const batches = budgetMs === Infinity ? Map.groupBy(mutants, ({ file }) => file).values() : [shuffled(mutants)];
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

/** One step with all of them, the next one with what is left: what is quick and tells most comes first. */
async function tryBatch(mutants: readonly Mutant[], { trying, cases, tests, ...rest }: Attempting): Promise<Fate[]> {
  const { files, workers } = trying;
  const fates = new Map<Mutant, Fate>(mutants.map((mutant) => [mutant, { mutant, ...UNKNOWN, isTried: false }]));
  const left = () => [...fates.values()].filter(({ killer }) => killer === undefined);
  const tryOn = async (name: string, step: Step) => {
    let done = 0;
    const asked = left();
    await share(asked, workers, async (before, turn) => {
      const { mutant } = before;
      const { killer, isReached } = rest.isOver() ? UNKNOWN : await step(mutant, turn);
      const isTried = killer !== undefined || !rest.isOver();
      fates.set(mutant, { mutant, killer, isReached: before.isReached || isReached, isTried });
      done += 1;
      rest.onStep(() => `${done} of ${asked.length} tried on ${name}`);
    });
  };
  await tryOn("few cases", cases.few);
  await tryOn("tests", tests.reaching);
  const asked = rest.isOver() ? [] : left().map(({ mutant }) => mutant);
  for (const mutant of await refusedByTypes(files, asked))
    fates.set(mutant, { mutant, killer: "tsc", isReached: true, isTried: true });
  await tryOn("many cases", cases.many);
  return [...fates.values()];
}

const UNKNOWN = { killer: undefined, isReached: false };

function shuffled(mutants: readonly Mutant[]): Mutant[] {
  const random = seededRandom(1);
  const drawn = mutants.map((mutant) => ({ mutant, at: random() }));
  return drawn.toSorted((one, other) => one.at - other.at).map(({ mutant }) => mutant);
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
