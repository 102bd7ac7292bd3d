import type { FaultFit } from "../../../local/core/fault-fit.ts";
import { divergence, type Finding, finding, type Property } from "../finding.ts";
import type { Call } from "../simulation/call.ts";
import type { ArrivalRule } from "../declared/declarations.ts";
import { livenessFindings } from "../rules/liveness.ts";
import { longestMs, deliveryFindings } from "../rules/deliveries.ts";
import { sweepUp, wasDropped } from "../simulation/sweep.ts";
import { isEqual, type Snapshot, takeSnapshot } from "../simulation/snapshot.ts";
import { drain, type Simulation } from "../simulation/simulation.ts";

/** One disturbance of one situation. */
export interface Case {
  readonly property: Property;
  /** Handler, sample, starting state, call, disturbance, which call: the same name is the same case, on any machine. */
  readonly name: string;
  /** Where the matrix counts it: the call, and the disturbance. */
  readonly place: string;
  readonly disturbance: string;
  /** For its story, what is done in it that neither name nor calls tell: sentences. */
  readonly says?: string;
  /** What befalls the event, as declarations name it. A compound holds several, and what is declared of one covers it. */
  readonly declarable: readonly Declarable[];
  /** Another one that was run has shown what this one would: it took the very same steps, or steps that come to the same. */
  shownBy?(): "the same" | "another" | undefined;
  /** The same with less of it: fewer events, faults, deliveries, switches. Of a failure the smallest that fails likewise is told. */
  smaller?(): readonly Case[];
  /** Undefined where the disturbance found nothing to disturb: no case. */
  run(simulation: Simulation): Promise<CaseEnd | undefined>;
  /** Runs the undisturbed run that the case is held against, for the story. */
  runExpected(simulation: Simulation): Promise<void>;
}

export interface Declarable {
  readonly fault: string;
  /** Or what else is disturbed: the whole delivery, the events that meet. */
  readonly operation: string;
}

export interface CaseEnd {
  readonly findings: readonly Finding[];
  /** The end states that would be right; the first is the one to show. */
  readonly expected: readonly Snapshot[];
  readonly actual: Snapshot;
  /** Right ends of a case that is broken off before its disturbance, where that leaves others. */
  readonly alsoRight?: readonly Snapshot[];
  readonly longestMs: number;
  /** What is declared of orders of arrival, and the case has needed. */
  readonly arrivalRules?: readonly ArrivalRule[];
  /** What else is declared and it has needed, as judge.ts spells it. */
  readonly excused?: readonly string[];
}

/** What to try in place of so many, the fewest first. */
export function fewerThan(count: number): number[] {
  return [...new Set([1, Math.floor(count / 2), count - 1])].filter((fewer) => fewer > 0 && fewer < count);
}

/** Lets everything arrive, then holds the end state against those that would be right. */
export async function conclude(
  simulation: Simulation,
  property: Property,
  expected: readonly Snapshot[],
  findings: readonly Finding[] = [],
  see: (simulation: Simulation) => Snapshot = takeSnapshot,
): Promise<CaseEnd> {
  await drain(simulation);
  if (wasDropped(simulation)) findings = [...findings, ...(await sweepUp(simulation))];
  const actual = see(simulation);
  const isRight = expected.some((snapshot) => isEqual(snapshot, actual));
  return {
    findings: [
      ...findings,
      ...deliveryFindings(simulation),
      ...livenessFindings(simulation),
      ...(isRight ? [] : [divergence(property, "ends in another state than it should")]),
    ],
    expected,
    actual,
    longestMs: longestMs(simulation),
  };
}

/** Up to the disturbance nothing differs from the clean run, so that the call to be disturbed must come again. */
export function missedFindings(
  simulation: Simulation,
  { index, operation }: Pick<Call, "index" | "operation">,
): Finding[] {
  if (simulation.calls[index - 1]?.disturbance !== undefined) return [];
  return [
    finding(
      "duplicates",
      `does something else each time: ${operation} does not come again, though nothing has changed`,
    ),
  ];
}

/** What must hold when nothing but outages, crashes and repetitions have befallen the event, and what no message is to blame for. */
export function transientFindings(simulation: Simulation, isAcknowledged: boolean, fit?: FaultFit): Finding[] {
  const [letter] = simulation.deadLetters;
  if (letter !== undefined && fit?.refuses?.whom === "everybody")
    return [
      finding(
        "acknowledgement",
        `dead-letters what is refused to everybody, for no message's fault (${fit.refuses.code})`,
      ),
    ];
  if (letter !== undefined) {
    const { "dead-letter-code": code, "dead-letter-attempt": attempt } = letter.attributes;
    return [
      finding(
        "acknowledgement",
        `dead-letters at attempt ${attempt} (${code}) what only more attempts would have mended`,
      ),
    ];
  }
  return isAcknowledged
    ? []
    : [finding("acknowledgement", "is never acknowledged, though nothing is in its way any more")];
}
