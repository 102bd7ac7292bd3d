import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Delivery } from "../pubsub/message.ts";
import type { Subscriptions } from "../pubsub/subscriptions.ts";
import type { Attempt, Evidence, Verdict } from "./evidence.ts";
import { LABELS, pausedLabels, pauseOf, resumedAt, timesInRow, waitMs, WAITS, type Waits } from "./labels.ts";
import { errorCode } from "../place.ts";

/** One instance's part in pausing its handler's subscription. */
export interface Pausing {
  /**
   * Whether nothing is to be begun now. Asks the subscription, every ten seconds at most, whether it goes on; who pulls has it asked
   * `first`, since nobody else keeps messages away.
   */
  isPaused(when?: { readonly isFirst: boolean }): Promise<boolean>;
  /** Told of each delivery, whatever becomes of it. */
  saw(delivery: Pick<Delivery, "attempt">): void;
  begin(): Attempt;
  /** Whether nothing may be given up: it is paused, is being paused, or is to be. */
  isHolding(): boolean;
  /** Pauses the subscription where there is enough evidence; resolves when that is done, or is known to fail. */
  decide(): Promise<void>;
  /** Since when it goes on, where it was ever paused: what was before counts toward no giving up. Rejects where nobody can say. */
  lastResumed(): Promise<number | undefined>;
}

export interface PausingOptions {
  readonly subscriptions: Subscriptions;
  /** In full: `projects/P/subscriptions/S`. */
  readonly subscription: string;
  /** False of a batch handler's, which pulls. */
  readonly isPushed: boolean;
  readonly evidence: Evidence;
  readonly waits?: Waits;
  readonly clock: Clock;
  readonly log: Log;
}

const ASK_EVERY_MS = 10_000;
/** Where pausing itself fails, it is tried again no sooner. */
const TRY_AGAIN_MS = 60_000;
/** The message that was delivered most often, which may be no more: longer than the longest wait between two deliveries of it. */
const REMEMBERED_MS = 2 * 3600 * 1000;

export function createPausing(options: PausingOptions): Pausing {
  const { subscriptions, subscription, isPushed, evidence, waits = WAITS, clock, log } = options;
  const askEveryMs = Math.min(ASK_EVERY_MS, waits.firstMs);
  let state: "running" | "pausing" | "paused" = "running";
  let askedAt = -Infinity;
  let failedAt = -Infinity;
  let most = { deliveries: 0, at: -Infinity };

  const mayPause = () => clock.now() - failedAt >= TRY_AGAIN_MS;

  async function pause(verdict: Verdict): Promise<void> {
    state = "pausing";
    try {
      state = (await change(verdict, most.deliveries, { ...options, waits })) ? "paused" : "running";
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
      // What was under way when it was paused has failed since.
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
      // Resumed a moment ago, by who leaves the labels alone: the keeper has not been here since.
      return LABELS.since in labels ? clock.now() : resumedAt(labels);
    },
  };
}

/** Pauses it where nobody has. Resolves with whether it is paused then. */
async function change(
  { by, why, system, begunAt }: Verdict,
  deliveries: number,
  { subscriptions, subscription, isPushed, waits, clock, log }: PausingOptions,
): Promise<boolean> {
  const now = clock.now();
  const current = await subscriptions.get(subscription);
  if (pauseOf(current, isPushed) !== undefined) return true;
  // What began before somebody has resumed it says nothing of now.
  if (begunAt < (resumedAt(current.labels) ?? 0)) return false;
  const times = timesInRow(current.labels, now);
  const until = by === "refusals" ? {} : { until: now + waitMs(times, waits, deliveries) };
  const labels = pausedLabels(current.labels ?? {}, { by, why, system, since: now, times, ...until });
  await subscriptions.patch(subscription, { pushConfig: {}, labels });
  log.error("handler paused itself", { system, reason: why, by });
  return true;
}
