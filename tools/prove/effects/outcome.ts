import { type Delivery, isAcknowledged } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** Listens to what is warned of from now on, until it is asked what has become of the delivery. */
export function listen(simulation: Simulation): (delivery: Delivery) => string {
  const { onLine } = simulation;
  const warnings = new Set<string>();
  simulation.onLine = (level, message, fields) => {
    onLine?.(level, message, fields);
    // What becomes of the delivery is told by its answer.
    if (level === "warning" || level === "error")
      if (fields.outcome === undefined) warnings.add(fields.reason ?? message);
  };
  return (delivery) => {
    simulation.onLine = onLine;
    return [outcomeOf(simulation, delivery), ...[...warnings].map((code) => `warns ${code}`)].join(", ");
  };
}

function outcomeOf({ deadLetters }: Simulation, delivery: Delivery): string {
  const [letter] = deadLetters;
  if (letter !== undefined) return `dead-lettered (${letter.attributes["dead-letter-code"]})`;
  return isAcknowledged(delivery) ? "acknowledged" : `delivered again after ${delivery.status} (${delivery.reason})`;
}
