import type { SettingSpecification } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import type { Usage } from "../define/usage.ts";
import type { Threshold } from "../outage/allowance.ts";
import { newestValues } from "../pubsub/metrics.ts";
import type { GoogleOptions } from "../pubsub/google-api.ts";
import { createCall } from "../pubsub/subscriptions.ts";
import type { KeptHandler } from "./handlers.ts";

/** How many messages wait, by subscription name without its project; a missing one has not been counted. */
export type Backlogs = ReadonlyMap<string, number>;

export const backlogSettings = {
  ALLOWANCE_BACKLOG: {
    description:
      "how many percent of the daily calls that are left until handlers pause their backlog may take, for them to go on at " +
      "once; 0: how much waits is not looked at",
    default: "50",
  },
} as const satisfies Record<string, SettingSpecification>;

/** @returns from 0 to 1. @throws SettingError */
export function readBacklogShare({ ALLOWANCE_BACKLOG: text }: Readonly<Record<keyof typeof backlogSettings, string>>) {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text) / 100;
  throw new SettingError("ALLOWANCE_BACKLOG must be a percent, from 0 (off) to 100");
}

/**
 * Counts what waits in all of a project's subscriptions at once, through Monitoring: Pub/Sub itself offers no count.
 */
export function createBacklogs(project: string, options: GoogleOptions): () => Promise<Backlogs> {
  const call = createCall(options, { host: "monitoring.googleapis.com", version: "v3" });
  const list = (query: string) => call("GET", `projects/${project}/timeSeries?${query}`);
  return () => newestValues(list, { metric: "num_undelivered_messages", now: options.clock.now() });
}

interface Sharing {
  /** All handlers: they spend the same calls. */
  readonly handlers: readonly KeptHandler[];
  readonly threshold: Threshold;
  /** From 0 to 1: the share of the remaining calls that the backlog may take. */
  readonly share: number;
  readonly backlogs: Backlogs;
}

/**
 * Whether a system's remaining calls, until handlers of this priority pause, suffice for the backlog of this handler
 * and of all others that use the same calls and need not wait for it, so that no call is promised twice. Unknown
 * amounts don't suffice.
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

/** At least one event's: the next one. */
function callsToCome({ subscription, dailyCalls }: KeptHandler, system: string, backlogs: Backlogs): number {
  const [waiting, calls] = [backlogs.get(subscription.split("/").at(-1) ?? ""), dailyCalls[system]];
  return waiting === undefined || calls === undefined ? Infinity : Math.max(waiting, 1) * calls;
}
