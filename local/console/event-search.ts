import type { EventRow } from "./contract/events.ts";

/**
 * Whether a text occurs, ignoring case, in a row's source, kind, verdict, type, person or ids; shared by the API and
 * the page.
 */
export function matchesSearch(text: string, row: EventRow): boolean {
  const sought = text.toLowerCase();
  const { source, kind, verdict, type, person, eventId, id } = row;
  return (
    sought === "" ||
    [source, kind, verdict, type, person, eventId, id].some((one) => one?.toLowerCase().includes(sought) === true)
  );
}
