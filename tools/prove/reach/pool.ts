import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Selection } from "../proof.ts";
import { type Reached, unite } from "./measure.ts";
import type { ReachTask } from "./worker.ts";

export interface ReachOptions {
  /** The module that exports findCandidates. */
  readonly source: URL;
  readonly selection: Selection;
  readonly workers?: number;
}

/**
 * What cases of these handlers run, on all cores. Apart from the proof itself: V8 inlines nothing that it has yet to tell of,
 * and the proof would take half as long again.
 */
export async function reachInWorkers(
  { source, selection, workers = availableParallelism() }: ReachOptions,
  { handlers, only, extent }: Pick<ReachTask, "handlers" | "extent"> & { readonly only: readonly string[] },
): Promise<Reached> {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const task: ReachTask = { source: source.href, selection: { ...selection, only }, handlers, extent, shared };
  const all = await Promise.all(Array.from({ length: workers }, () => runWorker(task)));
  return uniteAll(all);
}

export function uniteAll(all: readonly Reached[]): Reached {
  const united = new Map<string, Uint8Array>();
  for (const [url, reached] of all.flatMap((one) => [...one]))
    united.set(url, unite(reached, united.get(url) ?? new Uint8Array()));
  return united;
}

function runWorker(task: ReachTask): Promise<Reached> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a worker that measures what is reached has ended without a word")));
  });
}
