import { isAcknowledged } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Finding, finding } from "../finding.ts";

/**
 * So many deliveries a right handler may need once nothing is disturbed any more: one that meets what is still on its way, one
 * that looks while an index lags behind, one that makes it right, and one in reserve.
 */
const MOST_ATTEMPTS_WHEN_WELL = 4;

/** What comes right at last must come right soon: each attempt that fails holds back the person's next events for longer. */
export function livenessFindings({ calls, deliveries }: Simulation): Finding[] {
  const disturbed = calls.findLast(({ disturbance }) => disturbance !== undefined)?.delivery ?? 0;
  const tried = new Map<string, number>();
  let needed = 0;
  for (const delivery of deliveries.filter(({ number, inBatch = number }) => inBatch > disturbed)) {
    const { "ce-id": event = "" } = delivery.message.attributes;
    const times = (tried.get(event) ?? 0) + 1;
    tried.set(event, isAcknowledged(delivery) ? 0 : times);
    if (isAcknowledged(delivery)) needed = Math.max(needed, times);
  }
  return needed <= MOST_ATTEMPTS_WHEN_WELL
    ? []
    : [finding("acknowledgement", `needs ${needed} attempts after everything is well again`)];
}
