import { type Finding, finding, firstOfEachRule, LOOPS, MOST_CALLS, WORK_LEFT } from "../finding.ts";
import { ackDeadlineMs } from "../simulation/deliver.ts";
import { type Delivery, isAcknowledged, lateCalls } from "../simulation/delivery.ts";
import type { Simulation } from "../simulation/simulation.ts";

/** Violations of the rules that hold for every delivery in every case. Call at the end of a case. */
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
    ...answered.flatMap((delivery) => [
      ...lengthFindings(delivery),
      ...lateCallFindings(simulation, delivery),
      ...hasteFindings(simulation, delivery),
    ]),
  ];
}

export function longestMs({ deliveries }: Simulation): number {
  return deliveries.reduce((longest, { startedAt, endedAt }) => Math.max(longest, endedAt - startedAt || 0), 0);
}

function lengthFindings({ handler, startedAt, endedAt, handlerEndedAt, callCount }: Delivery): Finding[] {
  const took = endedAt - startedAt;
  return [
    ...(callCount > MOST_CALLS ? [finding("bounds", LOOPS)] : []),
    ...(took > ackDeadlineMs(handler) ? [finding("deadline", `takes ${took} ms, beyond its ack deadline`)] : []),
    ...(handlerEndedAt > endedAt
      ? [finding("deadline", "goes on after its deadline: run() must end when its signal fires")]
      : []),
  ];
}

/**
 * The same call may fail this often within this many milliseconds of a delivery. The platform redelivers with growing
 * delays.
 */
const [MOST_FAILURES, HASTE_MS] = [5, 5_000];

function hasteFindings({ calls }: Simulation, { number, countByOperation }: Delivery): Finding[] {
  if (Math.max(0, ...countByOperation.values()) <= MOST_FAILURES) return [];
  const failed = calls.filter(({ delivery, answer = "" }) => delivery === number && !/^[1-3]/.test(answer));
  const alike = Map.groupBy(failed, ({ method, url, requestBody }) => `${method} ${url.href} ${requestBody}`);
  return [...alike.values()].flatMap((same) => {
    const [first, last] = [same[0], same[MOST_FAILURES]];
    if (first === undefined || last === undefined || last.at - first.at > HASTE_MS) return [];
    const rule = `repeats ${first.operation} ${same.length} times in one delivery, though it fails each time: it is delivered again, ever later`;
    return [finding("bounds", rule)];
  });
}

/**
 * After its answer an instance has no CPU, so calls still to be made may never happen. A dead letter is exempt: its
 * failed branches are repeated on replay.
 */
function lateCallFindings({ calls }: Simulation, delivery: Delivery): Finding[] {
  if (!isAcknowledged(delivery) || delivery.reason !== undefined) return []; // a dead letter
  const own = calls.filter((call) => call.delivery === delivery.number);
  const late = lateCalls(delivery, own).map(({ operation }) => operation);
  if (late.length === 0) return [];
  return [finding("acknowledgement", `${WORK_LEFT}: ${late.join(", ")}`)];
}
