import { availableParallelism } from "node:os";
import { seededRandom } from "../../seeded-random.ts";
import type { GroupReach, Killer } from "./attempt.ts";
import { chooseFrom, indexPoints, type PointIndex } from "./choose.ts";
import { applied, type Mutant, type MutatedFile } from "./mutant.ts";
import { instrumented } from "./points.ts";
import { share, startAsked } from "./pool.ts";
import type { Texts } from "./reload.ts";
import { mutantsOf } from "./rules/all.ts";
import { startTester, type Tester, testFiles } from "./tests/run.ts";

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
  const testers = Array.from({ length: workers }, startTester);
  const known = left.length === 0 ? [] : await reachOfTests(tried, testers, counted);
  const byTests = new Map<Mutant, Attempted>();
  const often = everySoOften(onProgress);
  await share(left, workers, async (mutant, turn) => {
    if (isOver()) return;
    const tests = testsOf(known, index.near(mutant));
    const isReached = Object.keys(tests).length > 0;
    const task = { texts: textsOf(files, mutant), tests, points: 0 };
    const answer = isReached ? await testers[turn]?.run(task) : { hasFailed: false };
    const killer = answer === undefined ? "time-out" : answer.hasFailed ? "tests" : undefined;
    byTests.set(mutant, { killer, isReached });
    often(() => `${byTests.size} of ${left.length} tried on tests`);
  });
  await Promise.all(testers.map((tester) => tester.stop()));
  return mutants.map((mutant) => {
    const [proof, tests] = [byProof.get(mutant), byTests.get(mutant)];
    const killer = proof?.killer ?? tests?.killer;
    const isTried = killer !== undefined || (proof !== undefined && tests !== undefined);
    return { mutant, killer, isReached: proof?.isReached === true || tests?.isReached === true, isTried };
  });
}

interface FileReach {
  readonly file: string;
  readonly tests: readonly { readonly name: string; readonly points: ReadonlySet<number> }[];
}

/** The points that each test comes to; files whose tests come to few of them first, for they are the mutant's own. */
async function reachOfTests({ index, workers }: Tried, testers: readonly Tester[], texts: Texts): Promise<FileReach[]> {
  const reached: FileReach[] = [];
  await share(await testFiles(), workers, async (file, turn) => {
    const answer = await testers[turn]?.run({ texts, tests: { [file]: "all" }, points: index.count });
    if (answer?.hasFailed !== false) throw new Error(`${file} fails by itself. Mutants are for what passes its tests.`);
    reached.push({ file, tests: answer.reached.map(({ name, points }) => ({ name, points: new Set(points) })) });
  });
  const pointsOf = ({ tests }: FileReach) => new Set(tests.flatMap(({ points }) => [...points])).size;
  return reached.toSorted((one, other) => pointsOf(one) - pointsOf(other));
}

/** Those that come to one of these points; all where nobody can tell. */
function testsOf(known: readonly FileReach[], near: readonly number[]): Record<string, readonly string[]> {
  const named = known.map(({ file, tests }) => {
    const reaching = tests.filter(({ points }) => near.length === 0 || near.some((point) => points.has(point)));
    return [file, reaching.map(({ name }) => name)] as const;
  });
  return Object.fromEntries(named.filter(([, names]) => names.length > 0));
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
