import { availableParallelism } from "node:os";
import { seededRandom } from "../../seeded-random.ts";
import type { GroupReach, Killer } from "./attempt.ts";
import { chooseFrom, indexPoints, type PointIndex } from "./choose.ts";
import { applied, type Mutant, type MutatedFile } from "./mutant.ts";
import { instrumented } from "./points.ts";
import { share, startAsked } from "./pool.ts";
import type { Texts } from "./reload.ts";
import { mutantsOf } from "./rules/all.ts";
import { runTests, testFiles } from "./tests/run.ts";

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
  /** Mutants for which no time is left then are not tried. */
  readonly budgetMs?: number | undefined;
  readonly onProgress?: (line: string) => void;
  readonly workers?: number;
}

/** Puts every mistake that there is a rule for into these files, one at a time, and holds proof and tests against each. */
export async function tryMutants(options: MutantOptions): Promise<Fate[]> {
  const { files, budgetMs = Infinity, onProgress = () => {}, workers = availableParallelism() } = options;
  const isOver = endOf(budgetMs);
  const all = await mutantsOf(files);
  // Where the time is up, those that were tried are of all kinds.
  const mutants = budgetMs === Infinity ? all : shuffled(all);
  const index = indexPoints(files);
  const counted = Object.fromEntries(files.map((file) => [file.file, instrumented(file, index.first(file.file))]));
  const tried: Tried = { files, mutants, index, isOver, workers, onProgress };
  onProgress(`${mutants.length} mutants in ${files.length} files`);
  const byProof = await proveMutants(tried, counted);
  return testMutants(tried, counted, byProof);
}

interface Tried {
  readonly files: readonly MutatedFile[];
  readonly mutants: readonly Mutant[];
  readonly index: PointIndex;
  readonly isOver: () => boolean;
  readonly workers: number;
  readonly onProgress: (line: string) => void;
}

function shuffled(mutants: readonly Mutant[]): Mutant[] {
  const random = seededRandom(1);
  const drawn = mutants.map((mutant) => ({ mutant, at: random() }));
  return drawn.toSorted((one, other) => one.at - other.at).map(({ mutant }) => mutant);
}

function endOf(budgetMs: number): () => boolean {
  const until = performance.now() + budgetMs;
  return () => performance.now() > until;
}

/** Undefined in it: nothing has told it from the original. Not in it: it was not tried. */
type Killers = ReadonlyMap<Mutant, Attempted>;

type Attempted = Pick<Fate, "killer" | "isReached">;

async function proveMutants(tried: Tried, counted: Texts): Promise<Killers> {
  const { files, mutants, index, isOver, workers, onProgress } = tried;
  const asked = Array.from({ length: workers }, (_, turn) => startAsked(turn, workers));
  const groups: GroupReach[] = [];
  await share(asked, workers, async (one) => {
    const answer = await one.ask({ reach: { texts: counted, points: index.count } });
    if (answer?.groups === undefined) throw new Error(problemOf(answer));
    groups.push(...answer.groups);
  });
  const choose = chooseFrom(groups);
  onProgress(`${groups.flatMap(({ cases }) => cases).length} cases in ${groups.length} groups`);
  const killers = new Map<Mutant, Attempted>();
  const often = everySoOften(onProgress);
  await share(mutants, workers, async (mutant, turn) => {
    if (isOver()) return;
    const trials = choose(index.near(mutant));
    const isReached = trials !== undefined;
    const answer = isReached
      ? await asked[turn]?.ask({ mutant: textsOf(files, mutant), trials })
      : { killer: undefined };
    const killer = answer === undefined ? "time-out" : "killer" in answer ? answer.killer : "broken";
    killers.set(mutant, { killer, isReached });
    often(() => `${killers.size} of ${mutants.length} tried on cases`);
  });
  await Promise.all(asked.map((one) => one.stop()));
  return killers;
}

async function testMutants(tried: Tried, counted: Texts, byProof: Killers): Promise<Fate[]> {
  const { files, mutants, index, isOver, workers, onProgress } = tried;
  const left = mutants.filter((mutant) => byProof.has(mutant) && byProof.get(mutant)?.killer === undefined);
  const known = left.length === 0 ? new Map<string, ReadonlySet<number>>() : await reachOfTests(tried, counted);
  const byTests = new Map<Mutant, Attempted>();
  const often = everySoOften(onProgress);
  await share(left, workers, async (mutant) => {
    if (isOver()) return;
    const near = index.near(mutant);
    const reaching = [...known].filter(([, points]) => near.length === 0 || near.some((point) => points.has(point)));
    const texts = textsOf(files, mutant);
    const task = { texts, files: reaching.map(([file]) => file), points: 0 };
    const answer = reaching.length === 0 ? { hasFailed: false } : await runTests(task);
    const killer = answer === undefined ? "time-out" : answer.hasFailed ? "tests" : undefined;
    byTests.set(mutant, { killer, isReached: reaching.length > 0 });
    often(() => `${byTests.size} of ${left.length} tried on tests`);
  });
  return mutants.map((mutant) => {
    const [proof, tests] = [byProof.get(mutant), byTests.get(mutant)];
    const killer = proof?.killer ?? tests?.killer;
    const isTried = killer !== undefined || (proof !== undefined && tests !== undefined);
    return { mutant, killer, isReached: proof?.isReached === true || tests?.isReached === true, isTried };
  });
}

/** The points that each test file comes to. */
async function reachOfTests({ index, workers }: Tried, texts: Texts): Promise<Map<string, ReadonlySet<number>>> {
  const reached = new Map<string, ReadonlySet<number>>();
  await share(await testFiles(), workers, async (file) => {
    const answer = await runTests({ texts, files: [file], points: index.count });
    if (answer?.hasFailed !== false) throw new Error(`${file} fails by itself. Mutants are for what passes its tests.`);
    if (answer.points.length > 0) reached.set(file, new Set(answer.points));
  });
  return new Map([...reached].toSorted(([, one], [, other]) => one.size - other.size));
}

function textsOf(files: readonly MutatedFile[], mutant: Mutant): Texts {
  const source = files.find(({ file }) => file === mutant.file)?.source ?? "";
  return { [mutant.file]: applied(source, mutant) };
}

function problemOf(answer: object | undefined): string {
  return answer !== undefined && "problem" in answer
    ? String(answer.problem)
    : "the proof of the original never comes back";
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
