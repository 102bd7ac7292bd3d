import { isAcknowledged } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type Finding, finding } from "./finding.ts";

/**
 * So many deliveries a right handler may need once nothing is disturbed any more: one that meets what is still on its way, one
 * that looks while an index lags behind, one that makes it right, and one in reserve.
 */
const MOST_ATTEMPTS_WHEN_WELL = 4;

/** What comes right at last must come right soon: each attempt that fails holds back the person's next events for longer. */
export function livenessFindings({ calls, deliveries }: Simulation): Finding[] {
  const disturbed = calls.findLast(({ disturbance }) => disturbance !== undefined)?.delivery ?? 0;
  let [needed, tried] = [0, 0];
  for (const delivery of deliveries.filter(({ number }) => number > disturbed)) {
    tried += 1;
    if (!isAcknowledged(delivery)) continue;
    needed = Math.max(needed, tried);
    tried = 0;
  }
  return needed <= MOST_ATTEMPTS_WHEN_WELL
    ? []
    : [finding("acknowledgement", `needs ${needed} attempts after everything is well again`)];
}
