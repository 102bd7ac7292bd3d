import { batchDeadline, type BatchUnit, handleBatch } from "../../../functions/runtime/batch/handle-batch.ts";
import { type HandleContext, STATUSES } from "../../../functions/runtime/handle/handle.ts";
import type { Delivery } from "../../../functions/runtime/pubsub/message.ts";

/**
 * Hands a batch handler one message, as a batch of its own. Resolves with the status that a push of it would have been answered
 * with, as soon as it has its result: it is acknowledged then, whatever run() still does.
 */
export function handleBatchOfOne(unit: BatchUnit, delivery: Delivery, context: HandleContext): Promise<number> {
  const { signal, cancel } = batchDeadline(unit.handler, context.clock);
  return new Promise((resolve, reject) => {
    handleBatch(unit, [delivery], {
      ...context,
      logOf: () => context.log,
      signal,
      settle: (_delivery, outcome) => resolve(STATUSES[outcome]),
    })
      .catch(reject)
      .finally(cancel);
  });
}
