/** The console API's types for an address. */

import type { EventRow } from "./events.ts";
import type { Change, SystemRecord } from "./systems.ts";

/** Everything about an address. */
export interface PersonView {
  readonly email: string;
  readonly events: readonly EventRow[];
  /** Newest last. */
  readonly changes: readonly Change[];
  readonly records: Readonly<Record<string, readonly SystemRecord[]>>;
}
