import { pauseOf } from "../../../functions/runtime/outage/labels.ts";
import type { SubscriptionState } from "../../../functions/runtime/pubsub/subscriptions.ts";
import type { HandlerView, PausedView } from "../contract/handlers.ts";
import type { Handled } from "./pausing.ts";

/** Message counts of a handler. */
export type Counts = Pick<HandlerView, "backlog" | "oldestSeconds" | "deadLetters" | "perMinute">;

export function viewOf({ name, systems, push }: Handled, state: SubscriptionState, counts: Counts): HandlerView {
  return { name, systems, isBatch: push === null, paused: pausedView(state, push !== null), ...counts };
}

function pausedView(state: SubscriptionState, isPushed: boolean): PausedView | null {
  const pause = pauseOf(state, isPushed);
  if (pause === undefined) return null;
  const { why, system, by, since, until } = pause;
  const timeOf = (ms: number) => (ms === 0 ? null : new Date(ms).toISOString());
  return { why, system, by, since: timeOf(since), until: timeOf(until ?? 0) };
}
