import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { root } from "../../../../bundler/paths.ts";
import { withImports } from "../../cache/imports.ts";
import { createProgressMemory } from "../../workers/progress.ts";
import { type Limits, type Running, untilSilent } from "../pool.ts";
import { isRuntime } from "../scope.ts";
import type { TestAnswer, TestTask, TestWorkerData } from "./worker.ts";

/**
 * The unit tests of these files, most of them a fraction of a second each: those of handlers, clients and what runs them, or, of the
 * runtime, those that import one of its files, except one-pass.test.ts, which measures time, and counters take some. A handler's test
 * may run it in a runtime where no mutant is.
 */
export async function testFiles(files: readonly string[]): Promise<string[]> {
  const all = await readdir(join(root, "test"), { recursive: true });
  const isOfFolders = (test: string) => /\/(clients|handlers|batch|handle)\/.*\.test\.ts$/.test(test);
  const isOfRuntime = (test: string) =>
    /^test\/runtime\/(?!one-pass).*\.test\.ts$/.test(test) &&
    withImports(root, [test]).some((file) => files.includes(file));
  return all
    .map((file) => `test/${file}`)
    .filter(files.every(isRuntime) ? isOfRuntime : isOfFolders)
    .toSorted();
}

/** Runs one test after another in its own thread, which stays warm. */
export interface Tester {
  /** Undefined if one of them never ends. @param limits of each test, with what it loads */
  run(task: TestTask, limits: Limits): Promise<TestAnswer | undefined>;
  stop(): Promise<void>;
}

/** A mutant may collect records without end: its thread ends before the machine's memory does. */
const MOST_MEGABYTES = 1200;
/** Modules loaded for a task stay in memory until the thread ends. */
const MOST_TASKS = 60;

export function startTester(): Tester {
  let running: Running | undefined;
  let tasks = 0;
  const stop = async () => {
    await running?.worker.terminate();
    [running, tasks] = [undefined, 0];
  };
  const ask = async (task: TestTask, limits: Limits) => {
    tasks += 1;
    running ??= startWorker();
    const { worker: asked } = running;
    const { promise, resolve } = Promise.withResolvers<TestAnswer | "ended">();
    asked.once("message", resolve);
    for (const end of ["error", "exit"]) asked.once(end, () => resolve("ended"));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
    asked.postMessage(task);
    const ending = new AbortController();
    const answer = await Promise.race([promise, untilSilent(running, ending.signal, limits)]);
    ending.abort();
    for (const event of ["message", "error", "exit"]) asked.removeAllListeners(event);
    return answer;
  };
  return {
    async run(task, limits) {
      if (tasks >= MOST_TASKS) await stop();
      const isWarm = tasks > 0;
      let answer = await ask(task, limits);
      if (typeof answer === "object") return answer;
      await stop();
      // It may have failed because of what an earlier task left behind.
      if (answer === "ended" && isWarm) answer = await ask(task, limits);
      if (typeof answer !== "object") await stop();
      return answer === "ended" ? { hasFailed: true, reached: [] } : answer;
    },
    stop,
  };
}

function startWorker(): Running {
  const progress = createProgressMemory();
  const data: TestWorkerData = { progress };
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: data,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  return { worker, progress };
}
