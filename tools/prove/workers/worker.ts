import { parentPort, workerData } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import type { GroupResult } from "../run/group.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Selection } from "../run/selection.ts";
import type { Outlook } from "../run/proof.ts";
import { withProver } from "../prove.ts";
import { type Telling, tells } from "../story/telling.ts";
import { type Cacheable, isCacheable, openCache } from "../cache/cache.ts";
import type { Entry, Value } from "../cache/store.ts";
import type { Counted } from "../points/counted.ts";
import { loadCounted } from "../points/tally.ts";
import { progressWriter } from "./progress.ts";
import { isHandlerGivenUp, isTimeLeft, type Shared, takeNextGroup } from "./shared.ts";

/** The input of a worker. */
export interface WorkerTask {
  /** URL of the module that exports findCandidates. */
  readonly source: string;
  readonly selection: Selection;
  readonly telling: Telling;
  readonly progress: SharedArrayBuffer;
  readonly shared: Shared;
  /** Whether to use cached results. */
  readonly usesCache: boolean;
  /** Files to instrument. Undefined if coverage is not wanted. */
  readonly counted: Counted | undefined;
}

/** What it posts: the outlook, then each group's result, and cache entries. */
export type Posted = Finished | { readonly outlook: Outlook } | { readonly entry: Entry };

export interface Finished {
  readonly index: number;
  readonly result: GroupResult;
  readonly isKept: boolean;
}

const task: WorkerTask = workerData;
const openTally = task.counted && loadCounted(task.counted);
const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(task.source);
const all = await findCandidates();
const { shared } = task;
const isGivenUp = (name: string) =>
  isHandlerGivenUp(
    shared,
    all.findIndex(({ handler }) => handler.name === name),
  );

const cache = task.usesCache ? openCache(all, task.selection) : undefined;
const store = (what: Cacheable, value: Value) => {
  const entry = cache?.entryOf(what, value);
  if (entry !== undefined) post({ entry });
};

const options = {
  ...task.selection,
  candidates: all,
  standIns: (await lookForStandIns()).standIns,
  tells: tells(task.telling),
  onProgress: progressWriter(task.progress),
  isGivenUp,
  cache: cache && { find: cache.find, store },
  tally: openTally?.(),
};
await withProver(options, async ({ groups, outlook, run }) => {
  post({ outlook });
  const { match, budgetMs = match === undefined ? 0 : Infinity } = task.selection;
  for (let index = takeNextGroup(shared); index < groups.length; index = takeNextGroup(shared)) {
    const group = groups[index];
    if (group === undefined || group.involved.some(isGivenUp)) continue;
    const what = { ...group, handler: group.handler.name };
    const known = cache?.find(what);
    const isKept = known !== undefined && "results" in known;
    if (!isKept && group.draws !== undefined && !isTimeLeft(shared, budgetMs)) continue;
    const result = isKept ? known : await run(group);
    post({ index, result, isKept });
    if (isCacheable(result)) store(what, result);
  }
});

/** Posts to the pool. */
function post(message: Posted): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(message);
}
