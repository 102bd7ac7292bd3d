import type { EventPage, EventRow } from "../../contract/events.ts";
import { get } from "../api/ask.ts";
import { type EventQuery, matches, pageOf } from "./event-query.ts";

/** Events by arrival, newest first: loaded as they are viewed, and kept up to date. */
export interface EventList {
  readonly rowAt: (index: number) => EventRow | undefined;
  /** The number of all matches, loaded or not. */
  count(): number;
  dropped(): number;
  /** How many have arrived since it was created. */
  added(): number;
  /** Whether it arrived on its own, rather than in a burst that nobody could follow. */
  isArrival(row: EventRow): boolean;
  /** Whether the first page is loaded. */
  isStarted(): boolean;
  /** Rejects if the server does not answer. */
  start(): Promise<void>;
  /** Loads until the row at this index is there. Resolves with whether there was anything to load. */
  loadUpTo(index: number): Promise<boolean>;
  /** Adds or updates rows from the stream. */
  take(rows: readonly EventRow[]): void;
}

const AHEAD = 200;
const CALM_MS = 300;
const FEW = 3;
const MOST_MARKED = 50;

interface Loaded {
  rows: EventRow[];
  total: number;
  dropped: number;
  added: number;
}

export function createEventList(query: EventQuery): EventList {
  const loaded: Loaded = { rows: [], total: 0, dropped: 0, added: 0 };
  const early: EventRow[] = []; // rows received before the first page
  const arrivals = new Set<string>();
  let lastCame = 0;
  let isStarted = false;
  let wanted = 0;
  let loading: Promise<boolean> | undefined;
  const mark = (came: readonly EventRow[]) => {
    if (came.length === 0) return;
    if (arrivals.size > MOST_MARKED) arrivals.clear();
    if (came.length <= FEW && Date.now() - lastCame > CALM_MS) for (const { id } of came) arrivals.add(id);
    lastCame = Date.now();
  };
  const list: EventList = {
    rowAt: (index) => loaded.rows[index],
    count: () => loaded.total,
    dropped: () => loaded.dropped,
    added: () => loaded.added,
    isStarted: () => isStarted,
    isArrival: ({ id }) => arrivals.has(id),
    async start() {
      const { rows, total, dropped } = await get<EventPage>(pageOf(query));
      Object.assign(loaded, { rows: rows.toReversed(), total, dropped });
      isStarted = true;
      list.take(early.splice(0));
      loaded.added = 0;
    },
    loadUpTo(index) {
      wanted = index + AHEAD;
      loading ??= loadOlder(query, loaded, () => wanted).finally(() => {
        loading = undefined;
      });
      return loading;
    },
    take(told) {
      if (isStarted) mark(told.filter((row) => takeOne(query, loaded, row)));
      else early.push(...told);
    },
  };
  return list;
}

async function loadOlder(query: EventQuery, loaded: Loaded, wanted: () => number): Promise<boolean> {
  const { rows } = loaded;
  const isThere = rows.length >= Math.min(wanted(), loaded.total);
  while (rows.length < Math.min(wanted(), loaded.total)) {
    const oldest = rows.at(-1)?.number;
    const page = await get<EventPage>(pageOf(query, oldest, wanted() - rows.length));
    const older = page.rows.filter(({ number }) => number < (oldest ?? Infinity)).toReversed();
    loaded.dropped = page.dropped;
    if (older.length === 0) loaded.total = rows.length; // counted rows have been dropped since
    rows.push(...older);
  }
  return !isThere;
}

/** @returns whether it is new and matches */
function takeOne(query: EventQuery, loaded: Loaded, row: EventRow): boolean {
  const { rows } = loaded;
  const place = placeOf(rows, row.number);
  const known = rows[place];
  if (known?.id === row.id) {
    if (known.seq <= row.seq) renew(query, loaded, place, row);
    return false;
  }
  const isIn = matches(query, row) && (place < rows.length || rows.length === loaded.total);
  if (!isIn) return false;
  rows.splice(place, 0, row);
  loaded.total += 1;
  loaded.added += 1;
  return true;
}

function renew(query: EventQuery, loaded: Loaded, place: number, row: EventRow): void {
  if (matches(query, row)) loaded.rows[place] = row;
  else {
    loaded.rows.splice(place, 1);
    loaded.total -= 1;
  }
}

/** The first index whose row arrived no later. */
function placeOf(rows: readonly EventRow[], number: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.number ?? -1) > number) low = middle + 1;
    else high = middle;
  }
  return low;
}
