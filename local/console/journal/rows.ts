import type { EventPage, EventRow } from "../contract/events.ts";
import { matchesSearch } from "../event-search.ts";

export type OpenRow = { -readonly [Field in keyof EventRow]: EventRow[Field] };

export interface RowQuery {
  /** Rows after, or before, the one with this number. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
  /** See matchesSearch. */
  readonly q?: string | undefined;
  readonly source?: string | undefined;
  readonly person?: string | undefined;
  readonly outcome?: string | undefined;
  readonly verdict?: string | undefined;
}

/** Rows in order of arrival, up to a maximum number. */
export interface Rows {
  add(row: Omit<EventRow, "seq" | "number">): OpenRow;
  get(id: string): OpenRow | undefined;
  /** The newest row of an event id. */
  ofEvent(eventId: string): OpenRow | undefined;
  find(query: RowQuery): EventPage;
  remove(isSo: (row: EventRow) => boolean): void;
  clear(): void;
}

const PAGE = 500;

export function createRows(most: number): Rows {
  let rows: OpenRow[] = [];
  const byId = new Map<string, OpenRow>();
  let count = 0;
  let dropped = 0;

  /** Drops half at once: removing the first of a long array costs as much as copying it. */
  function makeRoom(): void {
    const oldest = rows.length - most > 0 ? rows[rows.length - most - 1] : undefined;
    if (oldest === undefined) return;
    byId.delete(oldest.id);
    dropped += 1;
    if (rows.length >= 2 * most) rows = rows.slice(-most);
  }

  return {
    add(fields) {
      const row = { ...fields, seq: 0, number: (count += 1) };
      rows.push(row);
      byId.set(row.id, row);
      makeRoom();
      return row;
    },
    get: (id) => byId.get(id),
    ofEvent: (eventId) => rows.slice(-most).findLast((row) => row.eventId === eventId),
    find({ after = 0, before = Infinity, limit = PAGE, ...query }) {
      const matches = matching(query);
      const found = rows.slice(-most).filter(matches);
      const page = found.filter(({ number }) => number > after && number < before);
      return {
        rows: after > 0 ? page.slice(0, limit) : page.slice(-limit),
        total: found.length,
        dropped,
      };
    },
    remove(isSo) {
      for (const { id } of rows.filter(isSo)) byId.delete(id);
      rows = rows.filter((row) => !isSo(row));
    },
    clear() {
      rows = [];
      byId.clear();
      dropped = 0;
    },
  };
}

function matching({ q = "", source, person, outcome, verdict }: RowQuery): (row: EventRow) => boolean {
  return (row) =>
    (source === undefined || row.source === source) &&
    (person === undefined || row.person === person) &&
    (outcome === undefined || row.outcome === outcome) &&
    (verdict === undefined || row.verdict === verdict) &&
    matchesSearch(q, row);
}
