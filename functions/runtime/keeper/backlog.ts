import { createCall, type SubscriptionsOptions } from "../pubsub/subscriptions.ts";
import { membersOf } from "../objects.ts";
import type { Threshold, Usage } from "../outage/allowance.ts";
import { SettingError } from "../define/errors.ts";
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

/** Monitoring counts once a minute, and tells minutes later. */
const WINDOW_MS = 10 * 60_000;
const METRIC = "pubsub.googleapis.com/subscription/num_undelivered_messages";

/**
 * What waits, of a project's subscriptions all at once, as Monitoring knows it; Pub/Sub itself tells it nobody.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 */
export function createBacklogs(project: string, options: SubscriptionsOptions): () => Promise<Backlogs> {
  const call = createCall(options, { host: "monitoring.googleapis.com", version: "v3" });
  return async () => {
    const now = options.clock.now();
    const counted = new Map<string, number>();
    let pageToken = "";
    do {
      const query = new URLSearchParams({
        filter: `metric.type="${METRIC}"`,
        "interval.startTime": new Date(now - WINDOW_MS).toISOString(),
        "interval.endTime": new Date(now).toISOString(),
        ...(pageToken !== "" && { pageToken }),
      });
      const page = membersOf(await call("GET", `projects/${project}/timeSeries?${query.toString()}`));
      for (const [subscription, count] of listOf(page["timeSeries"]).flatMap(readCount))
        counted.set(subscription, count);
      pageToken = textOf(page["nextPageToken"]);
    } while (pageToken !== "");
    return counted;
  };
}

/** Of one series: its points come newest first, with numbers as texts. */
function readCount(series: unknown): (readonly [subscription: string, count: number])[] {
  const { resource, points } = membersOf(series);
  const name = textOf(membersOf(membersOf(resource)["labels"])["subscription_id"]);
  const { int64Value } = membersOf(membersOf(listOf(points)[0])["value"]);
  const count = Number(int64Value ?? NaN);
  return name === "" || Number.isNaN(count) ? [] : [[name, count]];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
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
