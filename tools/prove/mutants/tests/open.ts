import { dirname } from "node:path";
import { CommandError } from "../../../../local/core/problems.ts";
import type { PointIndex } from "../choose.ts";
import type { Mutant } from "../mutant.ts";
import { type Limits, share } from "../pool.ts";
import { type Step, textsOf, type Trying } from "../trying.ts";
import { startTester, type Tester, testFiles } from "./run.ts";

/** Tries mutants on the tests of handlers and clients that reach their lines. */
export interface Tests {
  readonly reaching: Step;
  close(): Promise<void>;
}

/** @throws if a test fails on the original */
export async function openTests(trying: Trying): Promise<Tests> {
  const testers = Array.from({ length: trying.workers }, startTester);
  const known = await reachOfTests(trying, testers);
  return {
    async reaching(mutant, turn) {
      const tests = testsOf(known, mutant, trying.index.near(mutant));
      if (Object.keys(tests).length === 0) return { killer: undefined, isReached: false };
      const tryOn = async (asked: Readonly<Record<string, readonly string[]>>) => {
        const task = { texts: textsOf(trying, mutant), tests: asked, points: 0 };
        const answer = await testers[turn]?.run(task, limitsOf(known, asked));
        return answer === undefined ? "time-out" : answer.hasFailed ? "tests" : undefined;
      };
      // What one test has read and the code keeps, such as a table, the others of its file rest on.
      return { killer: (await tryOn(tests)) ?? (await tryOn(wholeFiles(known, tests))), isReached: true };
    },
    close: async () => void (await Promise.all(testers.map((tester) => tester.stop()))),
  };
}

/** For the original, even on a slow machine. */
const PATIENT: Limits = { busyMs: 120_000, idleMs: 120_000 };

/** A test that takes so much longer than any did on the original, and as long as it takes to load a thread besides, never ends. */
const LONGER = 3;
const LEAST_MS = 4_000;

interface FileReach {
  readonly file: string;
  readonly tests: readonly ({ readonly name: string; readonly points: ReadonlySet<number> } & Limits)[];
}

/** The points that each test reaches. Files whose tests reach few of them come first, as the most specific. */
async function reachOfTests(
  { files, index, counted, workers }: Trying,
  testers: readonly Tester[],
): Promise<FileReach[]> {
  const reached: FileReach[] = [];
  const asked = await testFiles(files.map(({ file }) => file));
  await share(asked, workers, async (file, turn) => {
    const task = { texts: counted, tests: { [file]: "all" }, points: index.count } as const;
    const answer = await testers[turn]?.run(task, PATIENT);
    if (answer?.hasFailed !== false)
      throw new CommandError(`${file} fails by itself. Mutants are for what passes its tests.`);
    reached.push({ file, tests: answer.reached.map((test) => ({ ...test, points: new Set(test.points) })) });
  });
  const pointsOf = ({ tests }: FileReach) => new Set(tests.flatMap(({ points }) => [...points])).size;
  return reached.toSorted((one, other) => pointsOf(one) - pointsOf(other));
}

/**
 * Tests that reach one of these points. For module-level code, also the tests in the same folder or above, since they
 * may read it.
 */
function testsOf(
  known: readonly FileReach[],
  { file: mutated }: Mutant,
  { points: near, isOfModule }: ReturnType<PointIndex["near"]>,
): Record<string, readonly string[]> {
  const named = known.map(({ file, tests }) => {
    const isBeside = isOfModule && mutated.startsWith(`${dirname(file).replace("test", "functions")}/`);
    const isAny = isBeside || near.length === 0;
    const reaching = tests.filter(({ points }) => isAny || near.some((point) => points.has(point)));
    return [file, reaching.map(({ name }) => name)] as const;
  });
  return Object.fromEntries(named.filter(([, names]) => names.length > 0));
}

/** All tests of the files of which only some are named. */
function wholeFiles(
  known: readonly FileReach[],
  names: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const partly = known.filter(({ file, tests }) => names[file] !== undefined && names[file].length < tests.length);
  return Object.fromEntries(partly.map(({ file, tests }) => [file, tests.map(({ name }) => name)]));
}

/** CPU and idle time, not time as such: of that, another process's load makes as much as it likes. */
function limitsOf(known: readonly FileReach[], names: Readonly<Record<string, readonly string[]>>): Limits {
  const asked = known.flatMap(({ file, tests }) => tests.filter(({ name }) => names[file]?.includes(name)));
  const longest = (what: keyof Limits) => asked.reduce((most, test) => Math.max(most, test[what]), 0);
  return { busyMs: LEAST_MS + LONGER * longest("busyMs"), idleMs: LEAST_MS + LONGER * longest("idleMs") };
}
