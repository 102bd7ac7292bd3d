/** The console API's live events. */

import type { ReplayState } from "./dead-letters.ts";
import type { DeliveryRow } from "./deliveries.ts";
import type { BuildError } from "./errors.ts";
import type { EventRow } from "./events.ts";
import type { FaultRow } from "./faults.ts";
import type { HandlerView } from "./handlers.ts";
import type { ProofRun } from "./proof.ts";
import type { Change } from "./systems.ts";

/**
 * The server-sent events of GET /api/stream by name. Each has an id; a client that reconnects with Last-Event-ID gets
 * what it missed, or `reset` if that is no longer known and everything must be reloaded.
 */
export interface StreamEvents {
  /** Sent first to clients without an id. */
  hello: object;
  row: EventRow;
  change: Change;
  delivery: DeliveryRow;
  fault: readonly FaultRow[];
  /** A handler was paused or resumed. */
  handler: HandlerView;
  proof: ProofRun;
  replay: ReplayState;
  build: { readonly ok: boolean; readonly errors: readonly BuildError[] };
  reset: { readonly because: string };
}
