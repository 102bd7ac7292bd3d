import type { Breach, Property } from "./breach.ts";
import { breach, divergence } from "./breach.ts";
import { type Call, ordinal } from "./calls.ts";
import type { ArrivalRule } from "./declared/declarations.ts";
import { longestMs, runBreaches } from "./run-rules.ts";
import { isEqual, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { playOut, type Stage } from "./stage.ts";

/** One disturbance of one scene. */
export interface Case {
  readonly property: Property;
  /** Handler, sample, starting state, call, disturbance, which call: the same name is the same case, on any machine. */
  readonly name: string;
  /** Where the matrix counts it: the call, and the disturbance. */
  readonly row: string;
  readonly column: string;
  /** What befalls the event, as declarations name it. A compound holds several, and what is declared of one covers it. */
  readonly disturbances: readonly Disturbance[];
  /** Undefined where the disturbance found nothing to disturb: no case. */
  play(stage: Stage): Promise<Played | undefined>;
  /** Plays the undisturbed run that the case is held against, for the story. */
  playExpected(stage: Stage): Promise<void>;
}

export interface Disturbance {
  readonly fault: string;
  /** Or what else is disturbed: the whole delivery, the events that meet. */
  readonly operation: string;
}

export interface Played {
  readonly breaches: readonly Breach[];
  /** The end states that would be right; the first is the one to show. */
  readonly expected: readonly Snapshot[];
  readonly actual: Snapshot;
  readonly longestMs: number;
  /** What is declared of orders of arrival, and the case has needed. */
  readonly arrivalRules?: readonly ArrivalRule[];
}

export function caseName(parts: {
  readonly scene: readonly string[];
  readonly operation: string;
  readonly column: string;
  readonly nth: number;
}): string {
  return [...parts.scene, parts.operation, parts.column, `${ordinal(parts.nth)} call`].join(" · ");
}

/** The row of a call: which one is told only where there are several. */
export function rowOf({ operation, nth }: { readonly operation: string; readonly nth: number }): string {
  return nth === 1 ? operation : `${operation} · ${ordinal(nth)} call`;
}

/** Lets everything arrive, then holds the end state against those that would be right. */
export async function conclude(
  stage: Stage,
  property: Property,
  expected: readonly Snapshot[],
  breaches: readonly Breach[] = [],
): Promise<Played> {
  await playOut(stage);
  const actual = takeSnapshot(stage);
  const isRight = expected.some((snapshot) => isEqual(snapshot, actual));
  return {
    breaches: [
      ...breaches,
      ...runBreaches(stage),
      ...(isRight ? [] : [divergence(property, "ends in another state than it should")]),
    ],
    expected,
    actual,
    longestMs: longestMs(stage),
  };
}

/** Up to the disturbance nothing differs from the clean run, so that the call to be disturbed must come again. */
export function missedBreaches(stage: Stage, { index, operation }: Pick<Call, "index" | "operation">): Breach[] {
  if (stage.calls[index - 1]?.disturbance !== undefined) return [];
  return [
    breach("duplicates", `does something else each time: ${operation} does not come again, though nothing has changed`),
  ];
}

/** What must hold when nothing but outages, crashes and repetitions have befallen the event. */
export function transientBreaches(stage: Stage, isAcknowledged: boolean): Breach[] {
  const [letter] = stage.deadLetters;
  if (letter !== undefined) {
    const { "dead-letter-code": code, "dead-letter-attempt": attempt } = letter.attributes;
    return [
      breach("verdicts", `dead-letters at attempt ${attempt} (${code}) what only more attempts would have mended`),
    ];
  }
  return isAcknowledged ? [] : [breach("verdicts", "is never acknowledged, though nothing is in its way any more")];
}
