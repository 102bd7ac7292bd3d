import { SettingError } from "../define/errors.ts";
import type { Threshold, Usage } from "../outage/allowance.ts";
import { newestValues } from "../pubsub/metrics.ts";
import { createCall, type SubscriptionsOptions } from "../pubsub/subscriptions.ts";
import type { KeptHandler } from "./handlers.ts";

/** How many messages wait, by subscription without its project; a subscription that is left out nobody has counted. */
export type Backlogs = ReadonlyMap<string, number>;

export const backlogSettings = {
  ALLOWANCE_BACKLOG: {
    description:
      "how many percent of the daily calls that are left until handlers pause their backlog may take, for them to go on at " +
      "once; 0: how much waits is not looked at",
    default: "50",
  },
} as const;

/** @returns from 0 to 1. @throws SettingError */
export function readBacklogShare({ ALLOWANCE_BACKLOG: text }: Readonly<Record<keyof typeof backlogSettings, string>>) {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text) / 100;
  throw new SettingError("ALLOWANCE_BACKLOG must be a percent, from 0 (off) to 100");
}

/** What waits, of a project's subscriptions all at once, as Monitoring knows it; Pub/Sub itself tells it nobody. */
export function createBacklogs(project: string, options: SubscriptionsOptions): () => Promise<Backlogs> {
  const call = createCall(options, { host: "monitoring.googleapis.com", version: "v3" });
  const list = (query: string) => call("GET", `projects/${project}/timeSeries?${query}`);
  return () => newestValues(list, { metric: "num_undelivered_messages", now: options.clock.now() });
}

export interface Sharing {
  /** All handlers: those that spend the same calls. */
  readonly handlers: readonly KeptHandler[];
  readonly threshold: Threshold;
  /** From 0 to 1: of what is left, that which the backlog may take. */
  readonly share: number;
  readonly backlogs: Backlogs;
}

/**
 * Whether what is left of a system's calls, until handlers of this priority pause, covers what waits: not for this handler alone, but
 * for all that spend the same calls and don't have to wait for it. So none of these is promised to two. What is not known is not covered.
 */
export function isCovered(
  { priority }: Pick<KeptHandler, "priority">,
  system: string,
  usage: Usage,
  { handlers, threshold, share, backlogs }: Sharing,
): boolean {
  const sharing = handlers.filter(
    (one) => one.systems.includes(system) && (priority === "batch" || one.priority === "live"),
  );
  const needed = sharing.reduce((sum, one) => sum + callsToCome(one, system, backlogs), 0);
  return needed <= ((usage.max * threshold.stop) / 100 - usage.used) * share;
}

/** At least for one event: what comes next. */
function callsToCome({ subscription, dailyCalls }: KeptHandler, system: string, backlogs: Backlogs): number {
  const [waiting, calls] = [backlogs.get(subscription.split("/").at(-1) ?? ""), dailyCalls[system]];
  return waiting === undefined || calls === undefined ? Infinity : Math.max(waiting, 1) * calls;
}
