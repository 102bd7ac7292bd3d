import { type Breach, breach } from "./breach.ts";
import { ackDeadlineMs, isAcknowledged } from "./deliver.ts";
import { MOST_CALLS, type Run } from "./instance.ts";
import type { Stage } from "./stage.ts";

/** What deliveries have done against the rules that hold for every one of them, whatever the case; asked for at its end. */
export function runBreaches(stage: Stage): Breach[] {
  const answered = stage.runs.filter(({ status }) => status !== undefined);
  const unhandled = stage.unhandled
    .slice(0, 1)
    .map((error) =>
      breach(
        "verdicts",
        `leaves a rejection that nobody handles (${error instanceof Error ? error.name : "no Error"}): it ends the process`,
      ),
    );
  return [...unhandled, ...answered.flatMap((run) => [...lengthBreaches(run), ...lateCallBreaches(stage, run)])];
}

export function longestMs({ runs }: Stage): number {
  return runs.reduce((longest, { startedAt, endedAt }) => Math.max(longest, endedAt - startedAt || 0), 0);
}

function lengthBreaches({ handler, startedAt, endedAt, handlerEndedAt, callCount }: Run): Breach[] {
  const took = endedAt - startedAt;
  return [
    ...(callCount > MOST_CALLS ? [breach("bounds", `makes more than ${MOST_CALLS} calls in one delivery`)] : []),
    ...(took > ackDeadlineMs(handler) ? [breach("deadline", `takes ${took} ms, beyond its ack deadline`)] : []),
    ...(handlerEndedAt > endedAt
      ? [breach("deadline", "goes on after its deadline: run() must end when its signal fires")]
      : []),
  ];
}

/** After its answer an instance has no CPU: what it still wants to do may never happen. */
function lateCallBreaches({ calls }: Stage, run: Run): Breach[] {
  const { callCount, openCalls } = run.atEnd;
  if (!isAcknowledged(run) || (openCalls === 0 && run.callCount === callCount)) return [];
  const late = calls
    .filter((call) => call.delivery === run.delivery)
    .slice(callCount - openCalls)
    .map(({ operation }) => operation);
  return [breach("verdicts", `acknowledges with work still to do: ${late.join(", ")}`)];
}
