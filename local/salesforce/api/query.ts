import { type Held, holdUnstated } from "../../core/recall.ts";
import type { Org } from "../state/org.ts";
import { Refusal } from "../state/refusal.ts";
import { runQuery, type Scope } from "./query-run.ts";

/** One page of a query's records. */
interface QueryAnswer {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly object[];
}

/** The org's open query locators. */
export interface Queries {
  run(soql: string, version: number, scope?: Scope): QueryAnswer;
  /** The next page, by the last segment of nextRecordsUrl. */
  more(locator: string, version: number): QueryAnswer;
  clear(): void;
  hold(): Held;
}

interface Cursor {
  readonly records: readonly object[];
  readonly opened: number;
}

/** Limit per user; opening another closes the oldest. */
const OPEN_QUERIES = 10;
const CURSOR_LIFE_MS = 2 * 24 * 3600 * 1000;

/** Runs queries on an org's records. */
export function createQueries(org: Org): Queries {
  const cursors = new Map<string, Cursor>();
  const page = (id: string, records: readonly object[], start: number, version: number): QueryAnswer => {
    const end = start + org.settings.pageSize;
    const done = end >= records.length;
    const next = done ? {} : { nextRecordsUrl: `/services/data/v${version}.0/query/${id}-${end}` };
    return { totalSize: records.length, done, ...next, records: records.slice(start, end) };
  };
  return {
    run(soql, version, scope = "query") {
      const { totalSize, records } = runQuery(org, soql, version, scope);
      if (records.length <= org.settings.pageSize) return { totalSize, done: true, records };
      const id = org.ids.next("01g");
      cursors.set(id, { records, opened: org.clock.now() });
      for (const oldest of [...cursors.keys()].slice(0, -OPEN_QUERIES)) cursors.delete(oldest);
      return page(id, records, 0, version);
    },
    more(locator, version) {
      const [, id = "", start = ""] = /^(01g\w{15})-(\d+)$/.exec(locator) ?? [];
      const cursor = cursors.get(id);
      if (cursor === undefined || org.clock.now() - cursor.opened > CURSOR_LIFE_MS)
        throw new Refusal("INVALID_QUERY_LOCATOR", "invalid query locator");
      return page(id, cursor.records, Number(start), version);
    },
    clear: () => cursors.clear(),
    hold: () => holdUnstated(cursors),
  };
}
