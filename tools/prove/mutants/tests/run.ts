import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { root } from "../../../../bundler/paths.ts";
import { withImports } from "../../cache/imports.ts";
import { isRuntime } from "../scope.ts";
import type { TestAnswer, TestTask } from "./worker.ts";

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
  /** Undefined if they never end. @param longestMs CPU time of the thread, independent of others */
  run(task: TestTask, longestMs: number): Promise<TestAnswer | undefined>;
  stop(): Promise<void>;
}

/** A thread that is idle for this long hangs. */
const IDLE_MS = 30_000;
const LOOK_EVERY_MS = 250;
/** A mutant may collect records without end: its thread ends before the machine's memory does. */
const MOST_MEGABYTES = 1200;
/** Modules loaded for a task stay in memory until the thread ends. */
const MOST_TASKS = 60;

export function startTester(): Tester {
  let worker: Worker | undefined;
  let tasks = 0;
  const stop = async () => {
    await worker?.terminate();
    [worker, tasks] = [undefined, 0];
  };
  const ask = async (task: TestTask, longestMs: number) => {
    tasks += 1;
    const asked = (worker ??= new Worker(new URL("worker.ts", import.meta.url), {
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    }));
    const { promise, resolve } = Promise.withResolvers<TestAnswer | "ended">();
    asked.once("message", resolve);
    for (const end of ["error", "exit"]) asked.once(end, () => resolve("ended"));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
    asked.postMessage(task);
    const ending = new AbortController();
    const answer = await Promise.race([promise, untilSilent(asked, ending.signal, longestMs)]);
    ending.abort();
    for (const event of ["message", "error", "exit"]) asked.removeAllListeners(event);
    return answer;
  };
  return {
    async run(task, longestMs) {
      if (tasks >= MOST_TASKS) await stop();
      const isWarm = tasks > 0;
      let answer = await ask(task, longestMs);
      if (typeof answer === "object") return answer;
      await stop();
      // It may have failed because of what an earlier task left behind.
      if (answer === "ended" && isWarm) answer = await ask(task, longestMs);
      if (typeof answer !== "object") await stop();
      return answer === "ended" ? { hasFailed: true, reached: [] } : answer;
    },
    stop,
  };
}

async function untilSilent(worker: Worker, signal: AbortSignal, longestMs: number): Promise<undefined> {
  const spentMs = async () => {
    const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 })); // it has ended
    return (user + system) / 1000;
  };
  const before = await spentMs();
  let [last, idleMs] = [before, 0];
  while (!signal.aborted && last - before < longestMs && idleMs < IDLE_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const spent = await spentMs();
    idleMs = spent - last > 1 ? 0 : idleMs + LOOK_EVERY_MS;
    last = spent;
  }
  return undefined;
}
