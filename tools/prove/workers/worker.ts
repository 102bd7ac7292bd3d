import { parentPort, workerData } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import type { GroupResult } from "../group.ts";
import type { Candidate, Selection } from "../proof.ts";
import { withProver } from "../prove.ts";
import { type Telling, tells } from "../report/telling.ts";
import { progressWriter } from "./progress.ts";

/** What a worker is started with. */
export interface WorkerTask {
  /** URL of the module that exports findCandidates. */
  readonly source: string;
  readonly selection: Selection;
  readonly telling: Telling;
  readonly progress: SharedArrayBuffer;
  /** The number of the next group, then for each candidate whether it is given up. */
  readonly shared: SharedArrayBuffer;
}

/** What it posts for each group. */
export interface Finished {
  readonly index: number;
  readonly result: GroupResult;
}

const task: WorkerTask = workerData;
const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(task.source);
const shared = new Int32Array(task.shared);
const all = await findCandidates();
const isGivenUp = (name: string) =>
  Atomics.load(shared, 1 + all.findIndex(({ handler }) => handler.name === name)) !== 0;

const options = {
  ...task.selection,
  candidates: all,
  standIns: (await lookForStandIns()).standIns,
  tells: tells(task.telling),
  onProgress: progressWriter(task.progress),
  isGivenUp,
};
await withProver(options, async ({ groups, run }) => {
  for (let index = next(); index < groups.length; index = next()) {
    const group = groups[index];
    if (group === undefined || group.involved.some(isGivenUp)) continue;
    const finished: Finished = { index, result: await run(group) };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
    parentPort?.postMessage(finished);
  }
});

function next(): number {
  return Atomics.add(shared, 0, 1);
}
