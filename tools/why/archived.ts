import { pauseOf } from "../../functions/runtime/outage/labels.ts";
import { pausedSentence } from "../../local/console/people/why-here.ts";
import { type Paused, type LoggedEvent, whyOf } from "../../local/console/people/why.ts";
import type { Why } from "../../local/console/contract/why.ts";
import { entriesIn, memberOf, textIn } from "../json.ts";
import { type Google, listAll } from "../google/ask.ts";
import { withAdvice } from "../google/archive.ts";
import { datasetOf, query } from "../google/bigquery.ts";
import { hashIn } from "../google/hash-key.ts";

export interface Wanted {
  readonly email: string;
  readonly prefix: string;
  /** The hash key, if not to be read from Secret Manager. */
  readonly hashKey: string | undefined;
  /** This checkout's handlers of an event type. */
  readonly handlersOf: (eventType: string) => readonly string[];
}

const COLUMNS = [
  "event_id, event_type, publish_time, source",
  "at, handler, version, attempt, message, outcome, reason, system, operation, field, records, fields",
].join(", ");

/** What a project's archive contains about someone: terraform/history.sql. */
export async function whyArchived(google: Google, { email, prefix, hashKey, handlersOf }: Wanted): Promise<Why> {
  const history = `\`${google.project}.${datasetOf(prefix)}.history\``;
  const hash = await hashIn(google, prefix, email, hashKey);
  const { texts } = await query(
    google,
    `SELECT TO_JSON_STRING(one) FROM (SELECT ${COLUMNS} FROM ${history} WHERE subject = @email OR ordering_key_hash = @hash) AS one`,
    { email, hash },
  ).catch((error: unknown) => Promise.reject(withAdvice(error)));
  const rows = texts.map((text): unknown => JSON.parse(text));
  return whyOf(email, toldEvents(rows, handlersOf), await pausedIn(google, prefix));
}

/** The view has one row per log line of an event, and one for an event without lines. */
function toldEvents(rows: readonly unknown[], handlersOf: Wanted["handlersOf"]): LoggedEvent[] {
  const byEvent = Map.groupBy(rows, (row) => `${textIn(row, "event_type")} ${textIn(row, "event_id")}`);
  return [...byEvent.values()].map((ofEvent): LoggedEvent => {
    const one = ofEvent.find((row) => textIn(row, "publish_time") !== "") ?? ofEvent[0];
    const type = textIn(one, "event_type");
    return {
      at: textIn(one, "publish_time") || textIn(one, "at"),
      source: textIn(one, "source").replace(/^\/sources\//, ""),
      what: type,
      eventId: textIn(one, "event_id"),
      row: null,
      because: null,
      handlers: handlersOf(type),
      lines: ofEvent.flatMap((row) => {
        const at = textIn(row, "at");
        return at === ""
          ? []
          : [{ at, fields: Object.fromEntries(entriesIn(row).filter(([, value]) => value !== null)) }];
      }),
    };
  });
}

/** From the subscriptions, read once. */
async function pausedIn({ project, ask, urls }: Google, prefix: string): Promise<Paused> {
  const url = `${urls.pubsub}/v1/projects/${encodeURIComponent(project)}/subscriptions`;
  const subscriptions = await listAll((page) => ask("GET", page), url, "subscriptions");
  const all = new Map(subscriptions.map((one) => [textIn(one, "name").split("/").at(-1) ?? "", one]));
  return (handler) => {
    const one = all.get(`${prefix}${handler}`);
    if (one === undefined) return undefined;
    const labels = Object.fromEntries(entriesIn(one, "labels").map(([name, value]) => [name, String(value)]));
    const isPushed = memberOf(one, "enableExactlyOnceDelivery") !== true;
    const pushEndpoint = textIn(one, "pushConfig", "pushEndpoint");
    return pausedSentence(pauseOf({ labels, pushConfig: { pushEndpoint } }, isPushed));
  };
}
