import { encodeEvent, type Message } from "../../functions/runtime/pubsub/message.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import type { EventPage, EventRecord, EventRow, Life } from "../../local/console/contract/events.ts";
import type { Place } from "../../local/console/dead-letters/place.ts";
import type { Google } from "../google/ask.ts";
import { archivedSince } from "../google/archive.ts";
import { answerOf } from "./ask.ts";

/** Events of the given period, oldest first: from a project's archive, or those that npm start still has. */
export async function eventsAt(
  place: Place,
  { ms, most }: { readonly ms: number; readonly most: number },
  google: (project: string) => Google,
): Promise<readonly Message[]> {
  const since = Date.now() - ms;
  const { runner, project, prefix } = place;
  if (runner === undefined) return (await archivedSince(google(project), prefix, { since, most })).toReversed();
  const rows = (await allRows(runner)).filter(({ at, eventId }) => eventId !== null && Date.parse(at) >= since);
  const own = new Map(rows.map((row) => [JSON.stringify([row.source, row.eventId]), row])); // the last replay's, if any
  const lives = await Array.fromAsync([...own.values()].slice(-most), ({ id }) => eventOf(runner, id));
  return lives.filter((one) => one !== undefined);
}

/** The event with that id in npm start. Undefined if there is none. */
export async function eventCalled(runner: string, id: string): Promise<Message | undefined> {
  const { rows } = (await answerOf(runner, `/api/events?q=${encodeURIComponent(id)}`)) as EventPage; // validated by its schema
  const row = rows.findLast(({ eventId }) => eventId === id);
  return row && eventOf(runner, row.id);
}

async function eventOf(runner: string, row: string): Promise<Message | undefined> {
  const { event } = (await answerOf(runner, `/api/events/${encodeURIComponent(row)}`)) as Life; // validated by its schema
  return event === null ? undefined : messageOf(event);
}

const TRACEPARENT = "00-00000000000000000000000000000001-0000000000000001-00";

/** The message that a source would publish. */
export function messageOf({ id, source, type, subject = "", time = "", data }: EventRecord): Message {
  return encodeEvent({ id, source, type, subject, time, data } as Event, TRACEPARENT); // the handler decodes and validates it
}

const PAGE = 5000;

/** All pages, newest first. */
export async function allRows(runner: string): Promise<EventRow[]> {
  const pages: (readonly EventRow[])[] = [];
  for (let before = ""; ; before = `&before=${pages[0]?.[0]?.number}`) {
    const { rows } = (await answerOf(runner, `/api/events?limit=${PAGE}${before}`)) as EventPage; // validated by its schema
    pages.unshift(rows);
    if (rows.length < PAGE) return pages.flat();
  }
}
