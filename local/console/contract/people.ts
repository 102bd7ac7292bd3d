/** The console API's types for an address. */

import type { EventRow } from "./events.ts";
import type { Change, SystemRecord } from "./systems.ts";

/** Everything about an address. */
export interface PersonView {
  readonly email: string;
  /** The latest thousand, oldest first. */
  readonly events: readonly EventRow[];
  /** The number of all its events. */
  readonly total: number;
  /** Newest last. */
  readonly changes: readonly Change[];
  readonly records: Readonly<Record<string, readonly SystemRecord[]>>;
}
