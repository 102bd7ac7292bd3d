import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { root } from "../../../../bundler/paths.ts";
import type { TestAnswer, TestTask } from "./worker.ts";

/** The tests of handlers and clients: those that know them from near, and take a second each. */
export async function testFiles(): Promise<string[]> {
  const files = await readdir(join(root, "test"), { recursive: true });
  return files
    .filter((file) => /(^|\/)(clients|handlers)\/.*\.test\.ts$/.test(file))
    .map((file) => `test/${file}`)
    .toSorted();
}

const LONGEST_MS = 60_000;

/** Runs test files on these texts, in a thread of its own. Undefined where they never end. */
export async function runTests(task: TestTask): Promise<TestAnswer | undefined> {
  const worker = new Worker(new URL("worker.ts", import.meta.url), {
    workerData: task,
    stdout: true,
    stderr: true,
  });
  const { promise, resolve } = Promise.withResolvers<TestAnswer | undefined>();
  const timer = setTimeout(resolve, LONGEST_MS, undefined);
  worker.once("message", resolve);
  worker.once("error", () => resolve({ hasFailed: true, points: [] }));
  worker.once("exit", () => resolve({ hasFailed: true, points: [] }));
  const answer = await promise;
  clearTimeout(timer);
  await worker.terminate();
  return answer;
}
