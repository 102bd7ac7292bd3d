import { listIn, memberOf, textIn } from "../json.ts";
import type { Ask } from "../google/ask.ts";

/** What Monitoring knows of subscriptions, by name; null of one that it knows nothing of. */
export interface MessageCounts {
  waiting(subscription: string): number | null;
  oldestSeconds(subscription: string): number | null;
  perMinute(subscription: string): number | null;
}

const WINDOW_MS = 10 * 60_000;
const RATE = {
  "aggregation.alignmentPeriod": "300s",
  "aggregation.perSeriesAligner": "ALIGN_RATE",
  "aggregation.crossSeriesReducer": "REDUCE_SUM",
  "aggregation.groupByFields": "resource.label.subscription_id",
};

/** Of all subscriptions at once: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list */
export async function countMessages(project: string, ask: Ask, url: string, now: number): Promise<MessageCounts> {
  const newest = (metric: string, more = {}) => readNewest({ project, ask, url, now }, metric, more);
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

interface Where {
  readonly project: string;
  readonly ask: Ask;
  readonly url: string;
  readonly now: number;
}

async function readNewest(
  { project, ask, url, now }: Where,
  metric: string,
  more: object,
): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  let pageToken = "";
  do {
    const query = new URLSearchParams({
      filter: `metric.type="pubsub.googleapis.com/subscription/${metric}"`,
      "interval.startTime": new Date(now - WINDOW_MS).toISOString(),
      "interval.endTime": new Date(now).toISOString(),
      ...more,
      ...(pageToken !== "" && { pageToken }),
    });
    const page = await ask("GET", `${url}/v3/projects/${project}/timeSeries?${query.toString()}`);
    for (const series of listIn(page, "timeSeries")) {
      const value = memberOf(series, "points", 0, "value"); // the newest first
      const number = Number(memberOf(value, "int64Value") ?? memberOf(value, "doubleValue"));
      if (!Number.isNaN(number)) values.set(textIn(series, "resource", "labels", "subscription_id"), number);
    }
    pageToken = textIn(page, "nextPageToken");
  } while (pageToken !== "");
  return values;
}
