import { Worker } from "node:worker_threads";
import { createProgressMemory, readProgress } from "../workers/progress.ts";
import type { Answer, Question, WorkerData } from "./worker.ts";

/** A worker that answers one question at a time, and is replaced if one makes it hang. */
export interface Asked {
  /** Undefined if it hangs in an endless loop. */
  ask(question: Question): Promise<Answer | undefined>;
  stop(): Promise<void>;
}

export interface Running {
  readonly worker: Worker;
  readonly progress: SharedArrayBuffer;
}

export function startAsked(turn: number, workers: number): Asked {
  let running: Running | undefined;
  const start = () => {
    const progress = createProgressMemory();
    const data: WorkerData = { progress, turn, workers };
    return { worker: new Worker(new URL("worker.ts", import.meta.url), { workerData: data }), progress };
  };
  return {
    async ask(question) {
      const { worker } = (running ??= start());
      const answered = new Promise<Answer>((resolve) => {
        worker.once("message", resolve);
        worker.once("error", (error) => resolve({ problem: String(error) }));
        worker.once("exit", () => resolve({ problem: "the process has ended" }));
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
      worker.postMessage(question);
      const ending = new AbortController();
      const answer = await Promise.race([answered, untilSilent(running, ending.signal)]);
      ending.abort();
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      if (answer === undefined || "problem" in answer) {
        running = undefined;
        await worker.terminate();
      }
      return answer;
    },
    stop: async () => void (await running?.worker.terminate()),
  };
}

export interface Limits {
  readonly busyMs: number;
  readonly idleMs: number;
}

/** A worker that uses this much CPU time without starting a case or making a call is in a loop. */
const BUSY_MS = 4_000;
/** A worker that is idle for this long hangs. */
const IDLE_MS = 60_000;
const LOOK_EVERY_MS = 250;
/** Less CPU time than this since the last look is idle. A thread that has work gets more, however loaded the machine. */
const NOTHING_MS = 1;

/** Ends when the worker has computed, or been idle, for so long without a sign of progress. */
export async function untilSilent(
  { worker, progress }: Running,
  signal: AbortSignal,
  { busyMs, idleMs }: Limits = { busyMs: BUSY_MS, idleMs: IDLE_MS },
): Promise<undefined> {
  let [beat, since, last, idle] = [-1, 0, 0, 0];
  while (!signal.aborted) {
    const seen = readProgress(progress).beat;
    const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 })); // it has not started, or has ended
    const spentMs = (user + system) / 1000;
    idle = seen === beat && spentMs - last < NOTHING_MS ? idle + LOOK_EVERY_MS : 0;
    // 0: it is still loading.
    if (seen !== beat || seen === 0) [beat, since] = [seen, spentMs];
    if (spentMs - since > busyMs || idle > idleMs) return undefined;
    last = spentMs;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return undefined;
}

/** Gives each job to the next idle worker. */
export async function share<Job>(
  jobs: readonly Job[],
  workers: number,
  work: (job: Job, worker: number) => Promise<void>,
): Promise<void> {
  const left = jobs.values();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (const job of left) await work(job, worker);
    }),
  );
}
