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
  /** Handler, sample, starting state, call, disturbance, which call. The same name is the same case on any machine. */
  readonly name: string;
  /** Its row and column in the matrix: the call, and the disturbance. */
  readonly place: string;
  readonly disturbance: string;
  /** The types of the events that meet in it. Absent: one event. */
  readonly types?: readonly string[];
  /** For the story: sentences about what neither the name nor the calls show. */
  readonly says?: string;
  /**
   * The disturbances, as declarations name them. A compound case has several; a declaration for one of them covers it.
   */
  readonly declarable: readonly Declarable[];
  /** Whether a case that already ran shows the same as this one: by the same steps, or by equivalent ones. */
  shownBy?(): "the same" | "another" | undefined;
  /** Cases with less: fewer events, faults, deliveries or switches. The smallest one that fails alike is reported. */
  smaller?(): readonly Case[];
  /** Undefined if there was nothing to disturb. */
  run(simulation: Simulation): Promise<CaseEnd | undefined>;
  /** Runs what the case is compared with, for the story. */
  runExpected(simulation: Simulation): Promise<void>;
}

export interface Declarable {
  readonly fault: string;
  /** Or what else is disturbed: a whole delivery, or meeting events. */
  readonly operation: string;
}

export interface CaseEnd {
  readonly findings: readonly Finding[];
  /** The acceptable end states, the one to show first. */
  readonly expected: readonly Snapshot[];
  readonly actual: Snapshot;
  /** Further acceptable end states if the case is stopped before its disturbance. */
  readonly alsoRight?: readonly Snapshot[];
  readonly longestMs: number;
  /** Declarations about orders of arrival that the case needed. */
  readonly arrivalRules?: readonly ArrivalRule[];
  /** Of further such declarations, those with which it would have passed. Undefined if they don't suffice. */
  readonly excusedBy?: (rules: readonly ArrivalRule[]) => readonly ArrivalRule[] | undefined;
  /** Other declarations that it needed, as judge.ts spells them. */
  readonly excused?: readonly string[];
}

/** Smaller counts to try instead, in increasing order. */
export function fewerThan(count: number): number[] {
  return [...new Set([1, Math.floor(count / 2), count - 1])].filter((fewer) => fewer > 0 && fewer < count);
}

/** Waits for everything to arrive, then compares the end state with the acceptable ones. */
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

/** Until the disturbance the run equals the clean run, so the call to be disturbed must occur again. */
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

/** What must hold if the event met only outages, crashes and repetitions, none of which is the message's fault. */
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
