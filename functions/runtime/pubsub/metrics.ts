import { membersOf } from "../objects.ts";

export interface Asked {
  /** Of Pub/Sub's, as `num_undelivered_messages`. */
  readonly metric: string;
  readonly now: number;
  /** What of the series is to be computed; left out: its points as they are. */
  readonly aggregation?: Readonly<Record<string, string>>;
}

/** Monitoring counts once a minute, and tells minutes later. */
const WINDOW_MS = 10 * 60_000;

/**
 * The newest value of each of a project's subscriptions, by name; one that is left out Monitoring knows nothing of.
 * https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
 * @param list asks for a page of a project's series
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

/** Of one series: its points come newest first, with whole numbers as texts. */
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
