/** What is proved of a handler: the rows of the issue, and of docs/prove.md. */
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

/** A rule that a case has seen broken. */
export interface Finding {
  readonly property: Property;
  /** The end of the sentence that begins with the handler's name. */
  readonly rule: string;
  /** The end state is not what it should be, which a specification can declare. */
  readonly isDivergence: boolean;
  /** What would excuse it, were it meant. Left out: nothing, or what the end state tells. */
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

/** Of those that say the same, the first. */
export function firstOfEachRule(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ rule }, place) => findings.findIndex((other) => other.rule === rule) === place);
}

/** Of several events: who arrives last has won. What arrivalDecides declares excuses it. */
export const OUT_OF_ORDER = "ends otherwise than in the order of the events' times";

/** Calls come after it, which nobody waits for. */
export const WORK_LEFT = "acknowledges with work still to do";

export const UNACKNOWLEDGED = "does not acknowledge a clean run at once";

/** Where that is so of an error of its own. */
export const OWN_ERROR = "ends its clean run in an error of its own";

/** What clients say of a field that they know of nobody, and leave out. */
export const NO_FIELD = "a field that it has not got";

/** Nothing else that befalls the event tells more. */
export const TRIED_NO_FURTHER = "is not tried any further: what it does wrong with nothing to disturb it comes first";
