import { membersOf } from "../objects.ts";

interface Asked {
  /** One of Pub/Sub's metrics, such as `num_undelivered_messages`. */
  readonly metric: string;
  readonly now: number;
  /** How the series is aggregated; left out: its points as they are. */
  readonly aggregation?: Readonly<Record<string, string>>;
}

/** Monitoring samples once a minute and reports minutes later. */
const WINDOW_MS = 10 * 60_000;

/**
 * The newest value for each of a project's subscriptions, by name; Monitoring knows nothing of a missing one.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 * @param list requests one page of a project's series
 */
export async function newestValues(
  list: (query: string) => Promise<unknown>,
  { metric, now, aggregation }: Asked,
): Promise<ReadonlyMap<string, number>> {
  const values = new Map<string, number>();
  let pageToken: unknown;
  do {
    const query = new URLSearchParams({
      filter: `metric.type="pubsub.googleapis.com/subscription/${metric}"`,
      "interval.startTime": new Date(now - WINDOW_MS).toISOString(),
      "interval.endTime": new Date(now).toISOString(),
      ...aggregation,
      ...(typeof pageToken === "string" && { pageToken }),
    });
    const page = membersOf(await list(query.toString()));
    for (const [subscription, value] of listIn(page, "timeSeries").flatMap(readValue)) values.set(subscription, value);
    pageToken = page["nextPageToken"];
  } while (typeof pageToken === "string" && pageToken !== "");
  return values;
}

/** The newest value of one series: its points come newest first, with integers as text. */
function readValue(series: unknown): (readonly [subscription: string, value: number])[] {
  const name = membersOf(membersOf(membersOf(series)["resource"])["labels"])["subscription_id"];
  const [newest] = listIn(series, "points");
  const { int64Value, doubleValue } = membersOf(membersOf(newest)["value"]);
  const value = Number(int64Value ?? doubleValue ?? Number.NaN);
  return typeof name !== "string" || Number.isNaN(value) ? [] : [[name, value]];
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = membersOf(value)[name];
  return Array.isArray(list) ? list : [];
}
