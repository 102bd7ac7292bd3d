import { parentPort, workerData } from "node:worker_threads";
import { progressWriter } from "../workers/progress.ts";
import { type GroupReach, type Killer, type Kinds, openAttempts, type ReachAsked, type Trial } from "./attempt.ts";
import type { Texts } from "./reload.ts";

/** The input of a worker. */
export interface WorkerData {
  readonly progress: SharedArrayBuffer;
  /** The worker's index and the number of workers: it runs every n-th group. */
  readonly turn: number;
  readonly workers: number;
}

/** Questions to a worker, one at a time. */
export type Question =
  | { readonly reach: ReachAsked }
  | { readonly reach?: undefined; readonly mutant: Texts; readonly trial: Trial; readonly kinds: Kinds };

export type Answer =
  | { readonly groups: readonly GroupReach[] }
  | { readonly groups?: undefined; readonly killer: Killer | undefined }
  | { readonly groups?: undefined; readonly problem: string };

const { progress, turn, workers }: WorkerData = workerData;
const attempts = await openAttempts(progressWriter(progress));

parentPort?.on("message", (question: Question) => void reply(question));

async function reply(question: Question): Promise<void> {
  const answer = await answerTo(question);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(answer);
}

async function answerTo(question: Question): Promise<Answer> {
  try {
    if (question.reach === undefined)
      return { killer: await attempts.attempt(question.mutant, question.trial, question.kinds) };
    let index = -1;
    const isMine = () => (index += 1) % workers === turn;
    return { groups: await attempts.reach(question.reach, isMine) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
