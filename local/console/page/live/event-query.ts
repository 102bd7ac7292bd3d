import type { EventRow } from "../../contract/events.ts";
import { isSought } from "../../sought.ts";

/** What a list is narrowed to; "" stands for all. */
export interface EventQuery {
  readonly q: string;
  readonly source: string;
  readonly outcome: string;
}

const LEAST = 500;
const MOST = 5000;

/** The API's path for the newest rows, or for the newest before this one: about as many as are wanted. */
export function pageOf({ q, source, outcome }: EventQuery, before?: number, wanted = LEAST): string {
  const parameters = new URLSearchParams({ limit: String(Math.min(MOST, Math.max(LEAST, wanted))) });
  for (const [name, value] of Object.entries({ q, source, outcome })) if (value !== "") parameters.set(name, value);
  if (before !== undefined) parameters.set("before", String(before));
  return `/api/events?${parameters.toString()}`;
}

/** As the API finds them. */
export function matches({ q, source, outcome }: EventQuery, row: EventRow): boolean {
  if (source !== "" && row.source !== source) return false;
  if (outcome !== "" && row.outcome !== outcome) return false;
  return isSought(q, row);
}
