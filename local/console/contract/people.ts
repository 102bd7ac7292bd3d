/** What the console's API says of one address. Types alone. */

import type { EventRow } from "./events.ts";
import type { Change, SystemRecord } from "./systems.ts";

/** Everything about one address. */
export interface PersonView {
  readonly email: string;
  readonly events: readonly EventRow[];
  /** The newest last. */
  readonly changes: readonly Change[];
  readonly records: Readonly<Record<string, readonly SystemRecord[]>>;
}
