import { parentPort, workerData } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import type { Case } from "../cases/case.ts";
import type { Candidate } from "../candidate.ts";
import type { Selection } from "../selection.ts";
import { withProver } from "../prove.ts";
import { progressWriter } from "../workers/progress.ts";
import { isWanted } from "./files.ts";
import { measureCoverage } from "./measure.ts";
import { handlerOf } from "../report/find-case.ts";
import { seedOf } from "../../seeded-random.ts";

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
  /** Of the workers that share the cases, which one it is. */
  readonly share: { readonly index: number; readonly of: number };
}

const LASTING = / (?:\d+ times|for ever)$/;

const task: ReachTask = workerData;
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
    isTried: firstOfEach(task),
    onProgress: progressWriter(task.progress),
  },
  async ({ groups, run }) => {
    for (const { asWritten: _, ...group } of groups) {
      // What is drawn may never come up.
      if (group.draws === undefined && !group.involved.some(isGivenUp)) await run(group);
    }
  },
);
const files = candidates.flatMap(({ file }) => file ?? []);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
parentPort?.postMessage(await take((url) => isWanted(url, files)));

function firstOfEach({ extent, share }: ReachTask): (one: Case) => boolean {
  const tried = new Set<string>();
  return ({ property, place, disturbance, name }) => {
    const handler = handlerOf(name);
    const isMeeting = property === "order" || property === "interleaving";
    // What lasts for many deliveries runs what the same runs when it strikes once, and little that depends on where.
    const [once, isLasting] = [disturbance.replace(LASTING, ""), LASTING.test(disturbance)];
    const where = extent === "once" ? (isMeeting || isLasting ? [] : [place]) : [handler, place];
    const cell = extent === "all" ? name : [...where, once].join("\n");
    if (tried.has(cell)) return false;
    tried.add(cell);
    return seedOf(0, cell) % share.of === share.index;
  };
}
