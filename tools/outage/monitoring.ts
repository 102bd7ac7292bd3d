import { newestValues } from "../../functions/runtime/pubsub/metrics.ts";
import type { Ask } from "../google/ask.ts";

/** Monitoring's counts by subscription; null if it has none. */
interface MessageCounts {
  waiting(subscription: string): number | null;
  oldestSeconds(subscription: string): number | null;
  perMinute(subscription: string): number | null;
}

const RATE = {
  "aggregation.alignmentPeriod": "300s",
  "aggregation.perSeriesAligner": "ALIGN_RATE",
  "aggregation.crossSeriesReducer": "REDUCE_SUM",
  "aggregation.groupByFields": "resource.label.subscription_id",
};

/** For all subscriptions at once. */
export async function countMessages(project: string, ask: Ask, url: string, now: number): Promise<MessageCounts> {
  const list = (query: string) => ask("GET", `${url}/v3/projects/${project}/timeSeries?${query}`);
  const newest = (metric: string, aggregation = {}) => newestValues(list, { metric, now, aggregation });
  const [waiting, oldest, handled] = await Promise.all([
    newest("num_undelivered_messages"),
    newest("oldest_unacked_message_age"),
    newest("ack_message_count", RATE),
  ]);
  return {
    waiting: (name) => waiting.get(name) ?? null,
    oldestSeconds: (name) => (waiting.get(name) === 0 ? null : (oldest.get(name) ?? null)),
    perMinute: (name) => {
      const perSecond = handled.get(name);
      return perSecond === undefined ? null : perSecond * 60;
    },
  };
}
