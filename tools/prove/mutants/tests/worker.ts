import { parentPort, workerData } from "node:worker_threads";
import { addEventHandler, type Event, getState, resetState, run, setState } from "jest-circus";
import { countPoints, type PointCounter } from "../../points/point-counter.ts";
import { progressWriter } from "../../workers/progress.ts";
import { reloadable, type Texts } from "../reload.ts";

export interface TestWorkerData {
  /** Tells of each test that has ended. */
  readonly progress: SharedArrayBuffer;
}

/** The texts to use instead of files. */
export interface TestTask {
  readonly texts: Texts;
  /** Tests by file, relative to the root. */
  readonly tests: Readonly<Record<string, TestNames>>;
  /** Number of points in instrumented texts, if any. */
  readonly points: number;
}

type TestNames = readonly string[] | "all";

export interface TestAnswer {
  readonly hasFailed: boolean;
  readonly reached: readonly TestReach[];
}

/** Points that a test reached, including those reached while its file was loaded. */
interface TestReach {
  readonly name: string;
  readonly points: readonly number[];
  /** CPU time of its thread since the test before, so with what it loads. */
  readonly busyMs: number;
  /** Time that its thread had nothing to do. */
  readonly idleMs: number;
}

type CircusTest = Extract<Event, { readonly name: "test_start" }>["test"];

/** Test files, their helpers, and the modules that find handlers and clients. */
const AROUND = /^(?:test|bundler\/read)\/.*\.ts$/;

const reload = reloadable((file) => AROUND.test(file), {
  "@jest/globals": new URL("globals.ts", import.meta.url),
});
let counter: PointCounter = countPoints(0);
let wanted: TestNames = "all";
let hasFailed = false;
let before: readonly number[] = [];
let seen: TestReach[] = [];
let since = spent();

/** The thread that started this one ends a test that computes or waits too long. This one is for what does a little now and then. */
const TIMEOUT_MS = 60_000;

const { progress }: TestWorkerData = workerData;
const beat = progressWriter(progress);

function spent() {
  const { user, system } = process.threadCpuUsage();
  return { busyMs: (user + system) / 1000, idleMs: performance.eventLoopUtilization().idle };
}

addEventHandler((event) => {
  if (event.name === "test_start") {
    if (hasFailed || (wanted !== "all" && !wanted.includes(nameOf(event.test)))) event.test.mode = "skip";
    before = [...before, ...counter.take()];
  }
  if (event.name === "test_done") {
    if (event.test.errors.length > 0) hasFailed = true;
    const now = spent();
    const [busyMs, idleMs] = [now.busyMs - since.busyMs, now.idleMs - since.idleMs];
    seen.push({ name: nameOf(event.test), points: [...before, ...counter.take()], busyMs, idleMs });
    since = now;
    beat("case", "");
  }
});

parentPort?.on("message", (task: TestTask) => void reply(task));

async function reply(task: TestTask): Promise<void> {
  [hasFailed, seen, since] = [false, [], spent()];
  beat("case", "");
  counter = countPoints(task.points);
  try {
    const load = reload(task.texts);
    for (const [file, names] of Object.entries(task.tests)) {
      if (hasFailed) break;
      [wanted, before] = [names, []];
      resetState();
      setState({ ...getState(), testTimeout: TIMEOUT_MS });
      await load(file);
      const { unhandledErrors } = await run();
      hasFailed ||= unhandledErrors.length > 0;
    }
  } catch {
    hasFailed = true; // the file can't be loaded
  }
  const answer: TestAnswer = { hasFailed, reached: seen };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(answer);
}

/** With the names of its describe blocks. */
function nameOf({ name, parent }: CircusTest): string {
  const names = [name];
  for (let block: typeof parent | undefined = parent; block?.parent !== undefined; block = block.parent)
    names.unshift(block.name);
  return names.join(" › ");
}
