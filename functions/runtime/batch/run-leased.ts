import { handlerName } from "../define/handler.ts";
import { isAcknowledged, type Outcome } from "../handle/settle.ts";
import { logFieldsOf, showLocally } from "../safe-error.ts";
import type { Delivery } from "../pubsub/message.ts";
import { announceBatch } from "./announce.ts";
import { type BatchContext, type BatchUnit, handleBatch } from "./handle-batch.ts";
import type { Leases } from "./leases.ts";
import type { Pulled } from "./subscriber.ts";

/**
 * Runs a batch, and acknowledges or releases each message as its result comes. Always resolves, once all are settled:
 * true if nothing could be done because a system is down.
 */
export async function runLeased(
  unit: BatchUnit,
  batch: readonly Pulled[],
  { leases, ...context }: Omit<BatchContext, "settle"> & { readonly leases: Leases },
): Promise<boolean> {
  const { clock, log } = context;
  const startedAt = clock.now();
  const open = new Map<Delivery, Pulled>(batch.map((pulled) => [pulled.delivery, pulled]));
  announceBatch(handlerName(unit.handler), [...open.keys()]);
  const counts: Record<Outcome, number> = { done: 0, skipped: 0, "dead-lettered": 0, failed: 0, unavailable: 0 };
  const settle = (delivery: Delivery, outcome: Outcome) => {
    const pulled = open.get(delivery);
    if (pulled === undefined) return;
    open.delete(delivery);
    counts[outcome] += 1;
    if (isAcknowledged(outcome)) leases.acknowledge(pulled);
    else leases.release(pulled);
  };
  try {
    await handleBatch(unit, [...open.keys()], { ...context, settle });
  } catch (error) {
    showLocally(error);
    log.error("batch failed", { outcome: "failed", ...logFieldsOf(error) });
    for (const delivery of open.keys()) settle(delivery, "failed");
  }
  log.info("batch handled", {
    count: batch.length,
    failed: counts.failed + counts.unavailable,
    deadLettered: counts["dead-lettered"],
    batchMs: clock.now() - startedAt,
  });
  return counts.unavailable > 0 && counts.done === 0;
}
