import { batchDeadline, type BatchUnit, handleBatch } from "../../../functions/runtime/batch/handle-batch.ts";
import { type HandleContext, STATUSES } from "../../../functions/runtime/handle/handle.ts";
import type { Log } from "../../../functions/runtime/log.ts";
import type { Delivery as Pulled, Message } from "../../../functions/runtime/pubsub/message.ts";
import { type Delivery, endDelivery } from "./delivery.ts";
import type { Simulation } from "./simulation.ts";

/** Messages pulled together, each with its delivery. The first delivery holds the calls of all. */
type PulledBatch = ReadonlyMap<Pulled, Delivery>;

/**
 * Gives messages to a batch handler as one batch. Each delivery ends as soon as its message has a result, with the
 * status that a push would have had: it is acknowledged then, whatever run() does next.
 */
export async function deliverAsBatch(
  simulation: Simulation,
  { unit, batch }: { readonly unit: BatchUnit; readonly batch: PulledBatch },
  context: HandleContext & { readonly logOf: (delivery: Delivery) => Log; readonly isAlive: () => boolean },
): Promise<void> {
  const { signal, cancel } = batchDeadline(unit.handler, context.clock);
  const open = new Map(batch);
  const [lead] = batch.values();
  const end = (pulled: Pulled, status: number) => {
    const delivery = open.get(pulled);
    open.delete(pulled);
    if (delivery !== undefined) endDelivery(simulation, delivery, context.isAlive() ? status : undefined, lead);
  };
  try {
    await handleBatch(unit, [...batch.keys()], {
      ...context,
      logOf: (pulled) => context.logOf(batch.get(pulled) ?? nobody()),
      signal,
      settle: (pulled, outcome) => end(pulled, STATUSES[outcome]),
    });
  } catch (error) {
    for (const [pulled, delivery] of open) {
      delivery.reason = String(error);
      end(pulled, 500);
    }
  } finally {
    cancel();
  }
}

/** The delivery of this message among those of a batch. */
export function ownDelivery({ deliveries }: Simulation, lead: Delivery, { attributes }: Pick<Message, "attributes">) {
  const isOf = ({ inBatch, message }: Delivery) =>
    inBatch === lead.number && message.attributes["ce-id"] === attributes["ce-id"];
  return deliveries.find(isOf) ?? lead;
}

function nobody(): never {
  throw new Error("a log is asked for a message that is not of the batch");
}
