/** What is proved about a handler: the rows of the table in docs/prove.md. */
export const properties = [
  "faults",
  "crash",
  "deadline",
  "duplicates",
  "order",
  "interleaving",
  "someone else",
  "acknowledgement",
  "preservation",
  "identity",
  "bounds",
  "effects",
  "coverage",
  "batch",
  "isolation",
  "time",
] as const;

export type Property = (typeof properties)[number];

/** A rule that a case has broken. */
export interface Finding {
  readonly property: Property;
  /** The rest of a sentence that starts with the handler's name. */
  readonly rule: string;
  /** The end state is wrong. A declaration can accept that. */
  readonly isDivergence: boolean;
  /**
   * The declaration that would accept it if it is intended. Absent if none would, or if it follows from the end state.
   */
  readonly entry?: Entry;
}

/** An entry of proof/HANDLER.declared.json, without its reason. */
export interface Entry {
  readonly list: "diverges" | "arrivalDecides" | "overwrites" | "restores" | "means" | "doubles" | "unreached";
  readonly says: Readonly<Record<string, string | readonly string[]>>;
}

export function finding(property: Property, rule: string, entry?: Entry): Finding {
  return { property, rule, isDivergence: false, ...(entry === undefined ? {} : { entry }) };
}

export function divergence(property: Property, rule: string): Finding {
  return { property, rule, isDivergence: true };
}

/** The first finding of each rule. */
export function firstOfEachRule(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ rule }, place) => findings.findIndex((other) => other.rule === rule) === place);
}

/** Of several events: the last to arrive won. `arrivalDecides` accepts it. */
export const OUT_OF_ORDER = "ends otherwise than in the order of the events' times";

/** The handler makes further calls after acknowledging, and nobody awaits them. */
export const WORK_LEFT = "acknowledges with work still to do";

/** The rule goes on with the field. */
export const EMPTIES = "empties";

export const UNACKNOWLEDGED = "does not acknowledge a clean run at once";

/** The same, because of the handler's own error. */
export const OWN_ERROR = "ends its clean run in an error of its own";

/** A delivery with more calls than this is in a loop. */
export const MOST_CALLS = 250;
export const LOOPS = `makes more than ${MOST_CALLS} calls in one delivery`;

/** How clients report a field that does not exist; they leave it out of the request. */
export const NO_FIELD = "a field that it has not got";

/** Other disturbances would only repeat this failure. */
export const TRIED_NO_FURTHER = "is not tried any further: what it does wrong with nothing to disturb it comes first";

/** Its error was caught: the rule goes on with the call. */
export const SWALLOWS = "acknowledges although";
