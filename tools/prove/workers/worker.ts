import { parentPort, workerData } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import type { GroupResult } from "../group.ts";
import type { Candidate, Outlook, Selection } from "../proof.ts";
import { withProver } from "../prove.ts";
import { type Telling, tells } from "../report/telling.ts";
import { progressWriter } from "./progress.ts";
import { isHandlerGivenUp, isTimeLeft, type Shared, takeNextGroup } from "./shared.ts";

/** What a worker is started with. */
export interface WorkerTask {
  /** URL of the module that exports findCandidates. */
  readonly source: string;
  readonly selection: Selection;
  readonly telling: Telling;
  readonly progress: SharedArrayBuffer;
  readonly shared: Shared;
}

/** What it posts for each group, after the outlook. */
export interface Finished {
  readonly index: number;
  readonly result: GroupResult;
}

const task: WorkerTask = workerData;
const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(task.source);
const all = await findCandidates();
const { shared } = task;
const isGivenUp = (name: string) =>
  isHandlerGivenUp(
    shared,
    all.findIndex(({ handler }) => handler.name === name),
  );

const options = {
  ...task.selection,
  candidates: all,
  standIns: (await lookForStandIns()).standIns,
  tells: tells(task.telling),
  onProgress: progressWriter(task.progress),
  isGivenUp,
};
await withProver(options, async ({ groups, outlook, run }) => {
  post(outlook);
  const { match, budgetMs = match === undefined ? 0 : Infinity } = task.selection;
  for (let index = takeNextGroup(shared); index < groups.length; index = takeNextGroup(shared)) {
    const group = groups[index];
    if (group === undefined || group.involved.some(isGivenUp)) continue;
    if (group.draws !== undefined && !isTimeLeft(shared, budgetMs)) return;
    post({ index, result: await run(group) });
  }
});

function post(message: Finished | Outlook): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(message);
}
