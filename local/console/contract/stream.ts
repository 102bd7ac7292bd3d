/** What the console's API tells as it happens. Types alone. */

import type { ReplayState } from "./dead-letters.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { BuildError } from "./errors.ts";
import type { EventRow } from "./events.ts";
import type { FaultRow } from "./faults.ts";
import type { HandlerView } from "./handlers.ts";
import type { ProofRun } from "./proof.ts";
import type { Change } from "./systems.ts";

/**
 * What GET /api/stream tells, by the name of its server-sent event. Each has an id; who comes again with it as Last-Event-ID
 * is told what was missed, or `reset` where that is not known any more: then all is to be asked anew.
 */
export interface StreamEvents {
  /** The first word to who comes without an id. */
  hello: object;
  row: EventRow;
  change: Change;
  delivery: DeliveryRow;
  fault: readonly FaultRow[];
  /** One was paused or resumed. */
  handler: HandlerView;
  proof: ProofRun;
  replay: ReplayState;
  build: { readonly ok: boolean; readonly errors: readonly BuildError[] };
  reset: { readonly because: string };
}
