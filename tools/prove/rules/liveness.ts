import { isAcknowledged } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Finding, finding } from "../finding.ts";

/**
 * Deliveries that a correct handler may need once nothing is disturbed: one that meets late effects, one while an index
 * lags, one that succeeds, and one in reserve.
 */
const MOST_ATTEMPTS_WHEN_WELL = 4;

/** Recovery must also be quick: each failed attempt delays the person's next events. */
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
