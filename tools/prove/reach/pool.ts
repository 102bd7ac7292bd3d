import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Selection } from "../selection.ts";
import { createProgressMemory } from "../workers/progress.ts";
import { spellEndless, watchToEnd } from "../workers/watched.ts";
import { type Reached, unite } from "./measure.ts";
import type { ReachTask } from "./worker.ts";

export interface ReachOptions {
  /** The module that exports findCandidates. */
  readonly source: URL;
  readonly selection: Selection;
  readonly workers?: number;
  /** A worker that has made no call and begun no case for so long is in an endless loop. */
  readonly silenceMs?: number;
}

/**
 * What cases of these handlers run, on all cores. Apart from the proof itself: V8 inlines nothing that it has yet to tell of,
 * and the proof would take half as long again.
 */
export async function reachInWorkers(
  { source, selection, workers = availableParallelism(), silenceMs }: ReachOptions,
  { handlers, only, extent }: Pick<ReachTask, "handlers" | "extent"> & { readonly only: readonly string[] },
): Promise<Reached> {
  const task = { source: source.href, selection: { ...selection, only }, handlers, extent };
  const shares = Array.from({ length: workers }, (_, index) => ({ index, of: workers }));
  return uniteAll(await Promise.all(shares.map((share) => runWorker({ ...task, share }, silenceMs))));
}

export function uniteAll(all: readonly Reached[]): Reached {
  const united = new Map<string, Uint8Array>();
  for (const [url, reached] of all.flatMap((one) => [...one]))
    united.set(url, unite(reached, united.get(url) ?? new Uint8Array()));
  return united;
}

/** @throws where a handler that has come to its end in the proof never comes back here: what others reach is not known then. */
async function runWorker(common: Omit<ReachTask, "progress">, silenceMs: number | undefined): Promise<Reached> {
  const task: ReachTask = { ...common, progress: createProgressMemory() };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
  let reached: Reached | undefined;
  worker.once("message", (message: Reached) => (reached = message));
  const silent = await watchToEnd(worker, task.progress, silenceMs);
  if (silent !== undefined) throw new Error(`what is reached can't be measured: a handler ${spellEndless(silent)}`);
  if (reached === undefined) throw new Error("a worker that measures what is reached has ended without a word");
  return reached;
}
