import { Worker } from "node:worker_threads";
import { watchSilence } from "../workers/pool.ts";
import { createProgressMemory } from "../workers/progress.ts";
import type { Answer, Question, WorkerData } from "./worker.ts";

/** A worker that answers one question after another. It is started anew where a question has silenced it. */
export interface Asked {
  /** Undefined where it has not come back: an endless loop. */
  ask(question: Question): Promise<Answer | undefined>;
  stop(): Promise<void>;
}

/** A mutant that does nothing for so long never will; a busy machine takes its time. */
const SILENCE_MS = 10_000;

export function startAsked(turn: number, workers: number): Asked {
  let running: { readonly worker: Worker; readonly progress: SharedArrayBuffer } | undefined;
  const start = () => {
    const progress = createProgressMemory();
    const data: WorkerData = { progress, turn, workers };
    return { worker: new Worker(new URL("worker.ts", import.meta.url), { workerData: data }), progress };
  };
  return {
    async ask(question) {
      const { worker, progress } = (running ??= start());
      const answered = new Promise<Answer>((resolve, reject) => {
        worker.once("message", resolve);
        worker.once("error", reject);
      });
      worker.postMessage(question);
      const silent = Promise.withResolvers<undefined>();
      const watch = watchSilence(progress, SILENCE_MS, () => silent.resolve(undefined));
      const answer = await Promise.race([answered, silent.promise]).finally(watch.stop);
      worker.removeAllListeners();
      if (answer === undefined) {
        running = undefined;
        await worker.terminate();
      }
      return answer;
    },
    stop: async () => void (await running?.worker.terminate()),
  };
}

/** Gives each of these to whoever is free. */
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
