import type { EventRow } from "../../contract/events.ts";
import { matchesSearch } from "../../event-search.ts";

/** A list's filters; "" for all. */
export interface EventQuery {
  readonly q: string;
  readonly source: string;
  readonly outcome: string;
}

const LEAST = 500;
const MOST = 5000;

/** The API path for the newest rows, or the newest before this one; about as many as wanted. */
export function pageOf({ q, source, outcome }: EventQuery, before?: number, wanted = LEAST): string {
  const parameters = new URLSearchParams({ limit: String(Math.min(MOST, Math.max(LEAST, wanted))) });
  for (const [name, value] of Object.entries({ q, source, outcome })) if (value !== "") parameters.set(name, value);
  if (before !== undefined) parameters.set("before", String(before));
  return `/api/events?${parameters.toString()}`;
}

/** The same rules as the API's. */
export function matches({ q, source, outcome }: EventQuery, row: EventRow): boolean {
  if (source !== "" && row.source !== source) return false;
  if (outcome !== "" && row.outcome !== outcome) return false;
  return matchesSearch(q, row);
}
