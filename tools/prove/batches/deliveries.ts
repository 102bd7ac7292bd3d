import { replayFindings } from "../cases/faults.ts";
import { transientFindings } from "../cases/case.ts";
import type { Finding } from "../finding.ts";
import { deliverTogetherUntilAcknowledged, type Subscription } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged } from "../simulation/delivery.ts";
import type { FaultFit } from "../../../local/core/fault-fit.ts";
import type { DeadLetter } from "../simulation/simulation.ts";

/** Deliveries that did not succeed: to be redelivered, or dead-lettered. */
export function failedOf({ simulation }: Subscription, deliveries: readonly Delivery[]): readonly Delivery[] {
  const given = new Set(simulation.deadLetters.map(({ delivery }) => delivery));
  return deliveries.filter((delivery) => !isAcknowledged(delivery) || given.has(delivery.number));
}

/** The number of people these deliveries are about. */
export function peopleOf(deliveries: readonly Pick<Delivery, "message">[]): number {
  return new Set(deliveries.map(({ message }) => message.attributes["ce-subject"])).size;
}

/** Redelivers unacknowledged messages until they are acknowledged. */
export async function deliverRest(
  subscription: Subscription,
  deliveries: readonly Delivery[],
  fit?: FaultFit,
): Promise<Finding[]> {
  const left = deliveries.filter((delivery) => !isAcknowledged(delivery)).map(({ message }) => message);
  return transientFindings(subscription.simulation, await deliverTogetherUntilAcknowledged(subscription, left, 2), fit);
}

/** Replays the dead letters, now without a disturbance. */
export async function replayAll(subscription: Subscription, letters: readonly DeadLetter[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { delivery } of letters) {
    const message = subscription.simulation.deliveries.find(({ number }) => number === delivery)?.message;
    if (message !== undefined) findings.push(...(await replayFindings(subscription, message)));
  }
  return findings;
}
