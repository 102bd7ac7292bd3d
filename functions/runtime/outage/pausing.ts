import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Delivery } from "../pubsub/message.ts";
import type { Subscriptions } from "../pubsub/subscriptions.ts";
import type { Attempt, Evidence, Verdict } from "./evidence.ts";
import { LABELS, pausedLabels, pauseOf, resumedAt, timesInRow, waitMs, WAITS, type Waits } from "./labels.ts";
import { errorCode } from "../safe-error.ts";

/** One instance's part in pausing its handler's subscription. */
export interface Pausing {
  /**
   * Whether nothing may be begun now. Checks the subscription at most every ten seconds; a puller must check first,
   * since nothing else keeps messages away from it.
   */
  isPaused(when?: { readonly isFirst: boolean }): Promise<boolean>;
  /** Called with each delivery, whatever its outcome. */
  saw(delivery: Pick<Delivery, "attempt">): void;
  begin(): Attempt;
  /** Whether nothing may be given up: the subscription is paused, being paused, or about to be. */
  isHolding(): boolean;
  /** Pauses the subscription if there is enough evidence; resolves when that is done or is known to have failed. */
  decide(): Promise<void>;
  /**
   * Since when it runs, if it was ever paused: earlier failures do not count towards giving up. Rejects if that can't
   * be determined.
   */
  lastResumed(): Promise<number | undefined>;
}

interface PausingOptions {
  readonly subscriptions: Subscriptions;
  /** In full: `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** False for a batch handler, which pulls. */
  readonly isPushed: boolean;
  readonly evidence: Evidence;
  readonly waits?: Waits;
  readonly clock: Clock;
  readonly log: Log;
}

const ASK_EVERY_MS = 10_000;
/** If pausing itself fails, it is tried again after this time. */
const TRY_AGAIN_MS = 60_000;
/**
 * How long the most deliveries of a message are remembered, since that message may be gone: longer than the longest
 * wait between two deliveries.
 */
const REMEMBERED_MS = 2 * 3600 * 1000;

export function createPausing(options: PausingOptions): Pausing {
  const { subscriptions, subscription, isPushed, evidence, waits = WAITS, clock, log } = options;
  const askEveryMs = Math.min(ASK_EVERY_MS, waits.firstMs);
  let state: "running" | "pausing" | "paused" = "running";
  let askedAt = 0;
  let failedAt = -Infinity;
  let most = { deliveries: 0, at: 0 };

  const mayPause = () => clock.now() - failedAt >= TRY_AGAIN_MS;

  async function pause(verdict: Verdict): Promise<void> {
    state = "pausing";
    try {
      state = (await change(verdict, most.deliveries, options)) ? "paused" : "running";
      askedAt = clock.now();
    } catch (error) {
      const { system, by } = verdict;
      log.error("handler not paused: it goes on as if nothing were", { system, reason: errorCode(error), by });
      [state, failedAt] = ["running", clock.now()];
    }
    evidence.forget();
  }

  return {
    async isPaused({ isFirst } = { isFirst: false }) {
      const isToAsk = isFirst ? state !== "pausing" : state === "paused" && clock.now() - askedAt >= askEveryMs;
      if (!isToAsk) return state !== "running";
      askedAt = clock.now();
      const current = await subscriptions.get(subscription).catch(() => undefined);
      if (current === undefined) return state === "paused";
      const isRunning = pauseOf(current, isPushed) === undefined;
      // Attempts that were in progress when it was paused have failed since.
      if (isRunning && state === "paused") evidence.forget();
      state = isRunning ? "running" : "paused";
      return !isRunning;
    },
    saw({ attempt: deliveries = 1 }) {
      const now = clock.now();
      if (deliveries >= most.deliveries || now - most.at > REMEMBERED_MS) most = { deliveries, at: now };
    },
    begin: () => evidence.begin(),
    isHolding: () => state !== "running" || (mayPause() && evidence.isSuspicious()),
    async decide() {
      if (state !== "running" || !mayPause()) return;
      const verdict = evidence.verdict();
      if (verdict !== undefined) await pause(verdict);
    },
    async lastResumed() {
      const { labels = {} } = await subscriptions.get(subscription);
      // Resumed a moment ago by something that left the labels alone: the keeper has not run since.
      return LABELS.since in labels ? clock.now() : resumedAt(labels);
    },
  };
}

/** Pauses the subscription unless it is paused already. Resolves with whether it is paused then. */
async function change(
  { by, why, system, begunAt }: Verdict,
  deliveries: number,
  { subscriptions, subscription, isPushed, waits, clock, log }: PausingOptions,
): Promise<boolean> {
  const now = clock.now();
  const current = await subscriptions.get(subscription);
  if (pauseOf(current, isPushed) !== undefined) return true;
  // Attempts that began before it was resumed say nothing about now.
  if (begunAt < (resumedAt(current.labels) ?? 0)) return false;
  const times = timesInRow(current.labels, now);
  const until = by === "refusals" ? {} : { until: now + waitMs(times, waits, deliveries) };
  const labels = pausedLabels(current.labels ?? {}, { by, why, system, since: now, times, ...until });
  await subscriptions.patch(subscription, { pushConfig: {}, labels });
  log.error("handler paused itself", { system, reason: why, by });
  return true;
}
