import type { EventPage } from "../../local/console/contract/events.ts";
import { askRunner } from "../runner/ask.ts";

/** Those of these events, with their types, that no handler receives. There is nothing to wait for. */
export async function unheardOf(
  url: string,
  source: string,
  events: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const [page, state] = await Promise.all([
    askRunner(url, `/api/events?source=${encodeURIComponent(source)}&limit=5000`),
    askRunner(url, "/api/state"),
  ]);
  const { rows } = page as EventPage; // validated by its schema
  const { pubsub } = state as { pubsub: { subscriptions: readonly { topic: string }[] } }; // made by local/console/api/state.ts
  const heard = new Set(pubsub.subscriptions.map(({ topic }) => topic));
  const sent = new Set(events);
  return new Map(
    rows.flatMap(({ eventId, type }) =>
      eventId !== null && sent.has(eventId) && type !== null && !heard.has(type) ? [[eventId, type]] : [],
    ),
  );
}
