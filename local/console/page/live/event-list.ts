import type { EventPage, EventRow } from "../../contract.ts";
import { get } from "../api/ask.ts";

/** What a list is narrowed to; "" stands for all. */
export interface EventQuery {
  readonly q: string;
  readonly source: string;
  readonly outcome: string;
}

/** Events by their arrival, the newest first: asked for as they are looked at, and kept up to date. */
export interface EventList {
  readonly rowAt: (index: number) => EventRow | undefined;
  /** Of all that match, whether they are here yet or not. */
  count(): number;
  dropped(): number;
  /** How many have come in since it was made. */
  added(): number;
  /** Rejects where nobody answers. */
  start(): Promise<void>;
  /** Asks for more until the row at this place is here. */
  loadUpTo(index: number): Promise<void>;
  /** Takes rows that the stream has told. */
  take(rows: readonly EventRow[]): void;
}

const PAGE = 500;
const AHEAD = 200;

export function createEventList(query: EventQuery): EventList {
  let rows: EventRow[] = [];
  let [total, dropped, added, wanted] = [0, 0, 0, 0];
  let loading: Promise<void> | undefined;
  const early: EventRow[] = [];
  let isStarted = false;
  const list: EventList = {
    rowAt: (index) => rows[index],
    count: () => total,
    dropped: () => dropped,
    added: () => added,
    async start() {
      const page = await get<EventPage>(pathOf(query));
      rows = page.rows.toReversed();
      ({ total, dropped } = page);
      isStarted = true;
      list.take(early.splice(0));
      added = 0;
    },
    loadUpTo(index) {
      wanted = Math.min(total, index + AHEAD);
      loading ??= loadOlder().finally(() => {
        loading = undefined;
      });
      return loading;
    },
    take(told) {
      if (!isStarted) return void early.push(...told);
      for (const row of told) takeOne(row);
    },
  };
  return list;

  async function loadOlder(): Promise<void> {
    while (rows.length < wanted) {
      const oldest = rows.at(-1)?.number;
      const page = await get<EventPage>(pathOf(query, oldest));
      const older = page.rows.filter(({ number }) => number < (oldest ?? Infinity)).toReversed();
      dropped = page.dropped;
      if (older.length === 0) total = rows.length; // what was counted has been dropped since
      rows.push(...older);
      wanted = Math.min(wanted, total);
    }
  }

  function takeOne(row: EventRow): void {
    const place = placeOf(rows, row.number);
    const known = rows[place];
    const isKnown = known?.id === row.id;
    if (isKnown && known.seq > row.seq) return;
    if (isKnown && matches(query, row)) rows[place] = row;
    else if (isKnown) {
      rows.splice(place, 1);
      total -= 1;
    } else if (matches(query, row) && (place < rows.length || rows.length === total)) {
      rows.splice(place, 0, row);
      total += 1;
      added += 1;
    }
  }
}

function pathOf({ q, source, outcome }: EventQuery, before?: number): string {
  const parameters = new URLSearchParams({ limit: String(PAGE) });
  for (const [name, value] of Object.entries({ q, source, outcome })) if (value !== "") parameters.set(name, value);
  if (before !== undefined) parameters.set("before", String(before));
  return `/api/events?${parameters.toString()}`;
}

/** The first place whose row has arrived no later. */
function placeOf(rows: readonly EventRow[], number: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.number ?? -1) > number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As the API finds them. */
function matches({ q, source, outcome }: EventQuery, row: EventRow): boolean {
  if (source !== "" && row.source !== source) return false;
  if (outcome !== "" && row.outcome !== outcome) return false;
  if (q === "") return true;
  const wanted = q.toLowerCase();
  return [row.id, row.eventId, row.source, row.kind, row.type, row.person, row.verdict].some(
    (text) => text?.toLowerCase().includes(wanted) === true,
  );
}
