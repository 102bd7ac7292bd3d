import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { addEventHandler, getState, run, setState } from "jest-circus";
import { root } from "../../../../bundler/paths.ts";
import { countReached, type Reached } from "../reached.ts";
import { loadInstead, type Texts } from "../reload.ts";

/** What it runs, in place of the files that there are. */
export interface TestTask {
  readonly texts: Texts;
  /** Test files, from the checkout's root. */
  readonly files: readonly string[];
  /** How many points the texts count, where they count any. */
  readonly points: number;
}

export interface TestAnswer {
  readonly hasFailed: boolean;
  readonly points: readonly number[];
}

const task: TestTask = workerData;
const TIMEOUT_MS = 20_000;

loadInstead(task.texts, { "@jest/globals": new URL("globals.ts", import.meta.url) });
const reached: Reached = countReached(task.points);
let hasFailed = false;
setState({ ...getState(), testTimeout: TIMEOUT_MS });
addEventHandler((event) => {
  if (event.name === "test_start" && hasFailed) event.test.mode = "skip";
  if (event.name === "test_done" && event.test.errors.length > 0) hasFailed = true;
});
try {
  for (const file of task.files) await import(pathToFileURL(join(root, file)).href);
  const { unhandledErrors } = await run();
  hasFailed ||= unhandledErrors.length > 0;
} catch {
  hasFailed = true; // a file that can't be loaded
}
const answer: TestAnswer = { hasFailed, points: reached.take() };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
parentPort?.postMessage(answer);
process.exit(0); // of this worker alone: what a failed test has left open waits for nobody
