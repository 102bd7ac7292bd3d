import { type Finding, finding, firstOfEachRule, WORK_LEFT } from "../finding.ts";
import { ackDeadlineMs } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged, lateCalls } from "../simulation/delivery.ts";
import { MOST_CALLS } from "../simulation/network.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** What deliveries have done against the rules that hold for every one of them, whatever the case; asked for at its end. */
export function deliveryFindings(simulation: Simulation): Finding[] {
  const gone = new Set(
    simulation.deliveries.filter(({ status }) => status === undefined).map(({ number, inBatch = number }) => inBatch),
  );
  const answered = simulation.deliveries.filter(({ number, inBatch = number }) => !gone.has(inBatch));
  const unhandled = simulation.unhandled
    .slice(0, 1)
    .map((error) =>
      finding(
        "acknowledgement",
        `leaves a rejection that nobody handles (${error instanceof Error ? error.name : "no Error"}): it ends the process`,
      ),
    );
  return [
    ...firstOfEachRule(simulation.breaches),
    ...unhandled,
    ...answered.flatMap((delivery) => [...lengthFindings(delivery), ...lateCallFindings(simulation, delivery)]),
  ];
}

export function longestMs({ deliveries }: Simulation): number {
  return deliveries.reduce((longest, { startedAt, endedAt }) => Math.max(longest, endedAt - startedAt || 0), 0);
}

function lengthFindings({ handler, startedAt, endedAt, handlerEndedAt, callCount }: Delivery): Finding[] {
  const took = endedAt - startedAt;
  return [
    ...(callCount > MOST_CALLS ? [finding("bounds", `makes more than ${MOST_CALLS} calls in one delivery`)] : []),
    ...(took > ackDeadlineMs(handler) ? [finding("deadline", `takes ${took} ms, beyond its ack deadline`)] : []),
    ...(handlerEndedAt > endedAt
      ? [finding("deadline", "goes on after its deadline: run() must end when its signal fires")]
      : []),
  ];
}

/**
 * After its answer an instance has no CPU: what it still wants to do may never happen. Of a dead letter that is no harm: branches
 * of one that has failed are done anew when it is replayed.
 */
function lateCallFindings({ calls }: Simulation, delivery: Delivery): Finding[] {
  if (!isAcknowledged(delivery) || delivery.reason !== undefined) return []; // of a dead letter
  const own = calls.filter((call) => call.delivery === delivery.number);
  const late = lateCalls(delivery, own).map(({ operation }) => operation);
  if (late.length === 0) return [];
  return [finding("acknowledgement", `${WORK_LEFT}: ${late.join(", ")}`)];
}
