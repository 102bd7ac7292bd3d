import type { Worker } from "node:worker_threads";
import { type Progress, readProgress } from "./progress.ts";

/** A case takes milliseconds, or seconds on a busy machine. */
const SILENCE_MS = 30_000;
const LOOK_EVERY_MS = 500;

/**
 * Waits for a worker to end. If it makes no call and starts no case for too long, it is in an endless loop: it is
 * terminated, and its last progress returned.
 */
export async function watchToEnd(
  worker: Worker,
  progress: SharedArrayBuffer,
  silenceMs = SILENCE_MS,
): Promise<Progress | undefined> {
  const watch = watchSilence(progress, silenceMs, () => void worker.terminate());
  await ended(worker).finally(watch.stop);
  return watch.hasFired() ? readProgress(progress) : undefined;
}

function ended(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}

function watchSilence(progress: SharedArrayBuffer, silenceMs: number, onSilence: () => void) {
  let [beat, since, fired] = [0, performance.now(), false];
  const timer = setInterval(() => {
    const seen = readProgress(progress).beat;
    if (seen !== beat || seen === 0) [beat, since] = [seen, performance.now()]; // 0: it is still loading
    if (fired || performance.now() - since < silenceMs) return;
    fired = true;
    onSilence();
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer), hasFired: () => fired };
}

/** `never comes back: it loops without end after PUT /customers/{id} (CASE)` */
export function spellEndless({ caseName, operation }: Progress): string {
  const place = operation === "" ? "before its first call" : `after ${operation}`;
  return `never comes back: it loops without end ${place} (${caseName})`;
}
