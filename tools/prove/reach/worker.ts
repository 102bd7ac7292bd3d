import { parentPort, workerData } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import type { Case } from "../cases/case.ts";
import type { Candidate, Selection } from "../proof.ts";
import { withProver } from "../prove.ts";
import { progressWriter } from "../workers/progress.ts";
import { type Shared, takeNextGroup } from "../workers/shared.ts";
import { isWanted } from "./files.ts";
import { measureCoverage } from "./measure.ts";
import { handlerOf } from "../report/find-case.ts";

/** How many of the cases are run: one for each place and disturbance, that for each handler, or all. */
export type Extent = "once" | "once for each handler" | "all";

/** What a worker is started with. */
export interface ReachTask {
  /** URL of the module that exports findCandidates. */
  readonly source: string;
  readonly selection: Selection;
  /** The handlers that are to run at all. */
  readonly handlers: readonly string[];
  readonly extent: Extent;
  readonly progress: SharedArrayBuffer;
  readonly shared: Shared;
}

const task: ReachTask = workerData;
const { shared } = task;
// Before anything of a handler or a client is loaded: what is compiled by then is not measured.
const take = await measureCoverage();
const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(task.source);
const candidates = await findCandidates();
const { standIns } = await lookForStandIns();
const isGivenUp = (name: string) => !task.handlers.includes(name);

await withProver(
  {
    ...task.selection,
    candidates,
    standIns,
    isGivenUp,
    isTried: firstOfEach(task.extent),
    onProgress: progressWriter(task.progress),
  },
  async ({ groups, run }) => {
    for (let index = takeNextGroup(shared); index < groups.length; index = takeNextGroup(shared)) {
      const group = groups[index];
      // What is drawn may never come up.
      if (group !== undefined && group.draws === undefined && !group.involved.some(isGivenUp)) await run(group);
    }
  },
);
const files = candidates.flatMap(({ file }) => file ?? []);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
parentPort?.postMessage(await take((url) => isWanted(url, files)));

function firstOfEach(extent: Extent): (one: Case) => boolean {
  const tried = new Set<string>();
  return ({ property, place, disturbance, name }) => {
    const handler = handlerOf(name);
    const isMeeting = property === "order" || property === "interleaving";
    const where = extent === "once" ? (isMeeting ? [] : [place]) : [handler, place];
    // What lasts for many deliveries runs nothing that the same does not run when it strikes once.
    const cell = extent === "all" ? name : [...where, disturbance.replace(/ \d+ times$/, "")].join("\n");
    if (tried.has(cell)) return false;
    tried.add(cell);
    return true;
  };
}
