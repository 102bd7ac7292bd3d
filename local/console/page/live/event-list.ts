import type { EventPage, EventRow } from "../../contract.ts";
import { get } from "../api/ask.ts";
import { type EventQuery, matches, pageOf } from "./event-query.ts";

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

const AHEAD = 200;

interface Loaded {
  rows: EventRow[];
  total: number;
  dropped: number;
  added: number;
}

export function createEventList(query: EventQuery): EventList {
  const loaded: Loaded = { rows: [], total: 0, dropped: 0, added: 0 };
  const early: EventRow[] = []; // told before the first page was there
  let isStarted = false;
  let wanted = 0;
  let loading: Promise<void> | undefined;
  const list: EventList = {
    rowAt: (index) => loaded.rows[index],
    count: () => loaded.total,
    dropped: () => loaded.dropped,
    added: () => loaded.added,
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
      if (isStarted) for (const row of told) takeOne(query, loaded, row);
      else early.push(...told);
    },
  };
  return list;
}

async function loadOlder(query: EventQuery, loaded: Loaded, wanted: () => number): Promise<void> {
  const { rows } = loaded;
  while (rows.length < Math.min(wanted(), loaded.total)) {
    const oldest = rows.at(-1)?.number;
    const page = await get<EventPage>(pageOf(query, oldest, wanted() - rows.length));
    const older = page.rows.filter(({ number }) => number < (oldest ?? Infinity)).toReversed();
    loaded.dropped = page.dropped;
    if (older.length === 0) loaded.total = rows.length; // what was counted has been dropped since
    rows.push(...older);
  }
}

function takeOne(query: EventQuery, loaded: Loaded, row: EventRow): void {
  const { rows } = loaded;
  const place = placeOf(rows, row.number);
  const known = rows[place];
  const isKnown = known?.id === row.id;
  if (isKnown && known.seq > row.seq) return;
  if (isKnown && matches(query, row)) rows[place] = row;
  else if (isKnown) {
    rows.splice(place, 1);
    loaded.total -= 1;
  } else if (matches(query, row) && (place < rows.length || rows.length === loaded.total)) {
    rows.splice(place, 0, row);
    loaded.total += 1;
    loaded.added += 1;
  }
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
