import { flushCompileCache } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { lookForStandIns } from "../../../local/core/find.ts";
import { cacheFolder, mayCache, openCache } from "../cache/cache.ts";
import { type Entry, writeEntries } from "../cache/store.ts";
import { besideGroups, type GroupResult } from "../run/group.ts";
import { measureMemory } from "../memory/measure.ts";
import { type Candidate, sortOut } from "../run/candidate.ts";
import { asksForAll, type Selection } from "../run/selection.ts";
import { NO_OUTLOOK, type Outlook, type Proof, toProof } from "../run/proof.ts";
import { countedFiles } from "../reach/counted.ts";
import { judgeReach } from "../reach/judge.ts";
import type { Telling } from "../story/telling.ts";
import { finding } from "../finding.ts";
import { createProgressMemory, type Progress, readProgress } from "./progress.ts";
import { createShared, giveUpHandler, isHandlerGivenUp } from "./shared.ts";
import { type Screen, type SoFar, tellProgress } from "./tell-progress.ts";
import { spellEndless, watchToEnd } from "./watched.ts";
import type { Finished, Posted, WorkerTask } from "./worker.ts";
import { handlerOf } from "../cases/find-case.ts";

interface PoolOptions {
  /** Module that exports findCandidates. Each worker calls it. */
  readonly source: URL;
  readonly selection: Selection;
  readonly telling: Telling;
  readonly workers?: number;
  /** Whether to reuse cached results. Never if CI is set. */
  readonly usesCache?: boolean;
  /** A worker that has made no call and started no case for so long is in an endless loop. */
  readonly silenceMs?: number;
  /** Where to show progress. Default: nowhere. */
  readonly screen?: Screen;
  /** Called with each group's result. */
  readonly onResult?: (result: GroupResult) => void;
}

/**
 * Proves on all cores: an idle worker takes the next group. A handler in an endless loop is stopped, reported and given
 * up.
 */
export async function proveInWorkers(options: PoolOptions): Promise<Proof> {
  const doing: Doing = { cases: 0, workers: new Set() };
  const stop = options.screen === undefined ? undefined : tellProgress(options.screen, () => soFar(doing));
  const before = process.cpuUsage();
  const proof = await proveTelling(options, doing).finally(stop);
  const { user, system } = process.cpuUsage(before);
  return { ...proof, cpuSeconds: (user + system) / 1e6 };
}

/** What is running. */
interface Doing {
  cases: number;
  /** Shared memory of each running worker. */
  readonly workers: Set<SharedArrayBuffer>;
}

function soFar({ cases, workers }: Doing): SoFar {
  const all = [...workers].map(readProgress);
  const steps = all.reduce((sum, { beat }) => sum + beat, 0);
  return { cases, steps, what: all.map(({ caseName }) => handlerOf(caseName)).filter(Boolean) };
}

async function proveTelling(options: PoolOptions, doing: Doing): Promise<Proof> {
  const started = performance.now();
  const { findCandidates }: { findCandidates: () => Promise<Candidate[]> } = await import(options.source.href);
  const candidates = await findCandidates();
  const shared = createShared(candidates.length);
  const finished: Finished[] = [];
  let outlook: Outlook = NO_OUTLOOK;
  const entries: Entry[] = [];
  const onMessage = (message: Posted) => {
    if ("result" in message) {
      finished.push(message);
      if (message.result.isMistaken === true) giveUpNamed(message.result.handler);
      doing.cases += message.result.results.length;
      options.onResult?.(message.result);
    } else if ("entry" in message) entries.push(message.entry);
    else ({ outlook } = message);
  };
  const giveUpNamed = (name: string) => {
    const index = candidates.findIndex(({ handler }) => handler.name === name);
    if (index !== -1) giveUpHandler(shared, index);
  };
  const giveUp = (progress: Progress) => {
    const name = handlerOf(progress.caseName);
    giveUpNamed(name);
    finished.push({ index: Infinity, result: endless(name, progress), isKept: false });
  };
  const { workers = availableParallelism(), selection, source } = options;
  const { standIns } = await lookForStandIns();
  const cache = isCaching(options) ? openCache(candidates, selection) : undefined;
  const isAsked = ({ handler: { name } }: Candidate) => selection.only?.includes(name) !== false;
  const measured = asksForAll(selection) ? sortOut(candidates, standIns).sound.filter(isAsked) : [];
  const isGivenUp = (one: Candidate) => isHandlerGivenUp(shared, candidates.indexOf(one));
  const counted = asksForAll(selection) ? await countedFiles(candidates) : undefined;
  flushCompileCache(); // Workers load much of the same code.
  await Promise.all([
    ...Array.from({ length: workers }, () => work(options, { shared, counted }, doing, onMessage, giveUp)),
    measureMemory({ source, candidates: measured, cache, isGivenUp }, onMessage),
  ]);
  const groups = finished.toSorted((one, other) => one.index - other.index).map(({ result }) => result);
  const keptCases = finished
    .filter(({ isKept }) => isKept)
    .reduce((count, { result }) => count + result.results.length, 0);
  const secondsSince = () => (performance.now() - started) / 1000;
  const proof = toProof(candidates, standIns, { groups, outlook, kept: keptCases, seconds: secondsSince() }, selection);
  if (!asksForAll(selection)) return proof;
  if (cache !== undefined) writeEntries(cacheFolder, entries, { isAll: selection.only === undefined });
  return { ...(await judgeReach(proof, candidates, groups)), seconds: secondsSince() };
}

/** Stories of passing cases are not cached. */
function isCaching({ usesCache = false, selection, telling }: PoolOptions): boolean {
  return usesCache && telling === "kinds" && mayCache(selection);
}

/** Starts one worker after another until all groups are taken. */
async function work(
  options: PoolOptions,
  common: Pick<WorkerTask, "shared" | "counted">,
  { workers }: Doing,
  onMessage: (message: Posted) => void,
  giveUp: (progress: Progress) => void,
): Promise<void> {
  const { source, selection, telling, silenceMs } = options;
  const usesCache = isCaching(options);
  for (;;) {
    const progress = createProgressMemory();
    const task: WorkerTask = { source: source.href, selection, telling, progress, usesCache, ...common };
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
    worker.on("message", onMessage);
    workers.add(progress);
    const silent = await watchToEnd(worker, progress, silenceMs).finally(() => workers.delete(progress));
    if (silent === undefined) return;
    giveUp(silent);
  }
}

function endless(handler: string, progress: Progress): GroupResult {
  const problem = finding("bounds", spellEndless(progress));
  return besideGroups(handler, { problems: [problem], isComplete: false });
}
