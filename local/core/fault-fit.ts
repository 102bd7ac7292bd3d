import { commonFaults, type FaultRule } from "./faults.ts";
import type { RecordField } from "./records.ts";

/** A fault that can happen to an operation. */
export interface FaultFit {
  /** The fault's name or the refusal's code, as in matrices and specifications. */
  readonly name: string;
  readonly rule: Omit<FaultRule, "system" | "match" | "from" | "times">;
  /**
   * The system refuses the message for good, so retries are wasted. Undefined if the code is ambiguous: then both
   * giving up and retrying are right.
   */
  readonly isPermanent: boolean | undefined;
  /** For a refusal: its code, and whom the system would refuse. "everybody" means that no message is at fault. */
  readonly refuses?: {
    readonly code: string;
    readonly whom: "this message" | "everybody" | "anybody for a while";
    /**
     * The only obstacle is this optional field: the record must be written without it in the same delivery. If it may
     * be required after all (by the org, as a name or a reference), giving up is right too.
     */
    readonly field?: RecordField & { readonly mayBeNeeded?: boolean };
  };
  /** An unknown code; attributed to the message as long as only one person meets it. Default: false. */
  readonly isUnknown?: boolean;
  /** The write is acknowledged but not applied; the sweep re-sends it if it can be looked up. Default: false. */
  readonly isDropped?: boolean;
  /**
   * One of many similar faults: always tried on a handler's first such call, and sampled in other situations. Default:
   * false.
   */
  readonly isOneOfMany?: boolean;
}

/** The records that one request writes. */
export interface Rows {
  readonly count: number;
  readonly most: number;
  readonly refusals: readonly FaultFit[];
}

/** A circumstance of an operation that no handler can compensate for. */
export interface Impossible {
  /** A fault, an intervention, or a late replay, as in matrices. */
  readonly fault: string;
  /** All that it stands for, where it is a name for several. */
  readonly faults?: readonly string[];
  /** As the client logs it; by default, any operation of any system. */
  readonly operation?: string;
  /** The only differences allowed in the end state. Default: any. */
  readonly only?: readonly Otherwise[];
  readonly reason: string;
}

/** Whether a declaration is about this fault at this operation. */
export function isAbout(
  { fault, faults, operation }: Partial<Pick<Impossible, "fault" | "faults" | "operation">>,
  met: { readonly fault: string; readonly operation: string },
): boolean {
  const all: readonly (string | undefined)[] = faults ?? [fault];
  return all.includes(met.fault) && (operation ?? met.operation) === met.operation;
}

/** A field that may differ, in records that exist in both end states. */
export interface Otherwise {
  /** System and kind: `salesforce Lead`. */
  readonly records: string;
  /** Default: every field. */
  readonly field?: string;
  /** The only other value allowed; null means absent. Default: any. */
  readonly is?: string | number | boolean | null;
}

/** To a caller, these equal 5xx-json (not applied) or apply-then-drop (applied). */
const NOT_APPLIED = [
  "reject-before",
  "other-200",
  "429",
  "429-retry-after",
  "3xx",
  "5xx-html",
  "5xx-html-charset",
  "reset-before-headers",
  "unknown-host",
  "stall-headers",
];
const APPLIED = ["empty-200", "reset-mid-body", "slow", "stall-body", "truncated-200"];
const ALIKE = new Set([...NOT_APPLIED, ...APPLIED]);

/** Whether a common fault resembles others, and is therefore sampled. */
export function isLikeOthers(name: string): boolean {
  return ALIKE.has(name);
}

/** The fit of a temporary fault by name. */
export function passingFault(name: string): FaultFit {
  return { name, rule: { fault: name }, isPermanent: false, isOneOfMany: ALIKE.has(name) };
}

/** Answers a call with the response to a different call, `whose` it names. */
export function otherAnswer(whose: string, body: unknown): FaultFit {
  const name = `other-200: ${whose}`;
  return { name, rule: { fault: "other-200", body }, isPermanent: false, isOneOfMany: true };
}

/** The common faults that suit every call; the others suit some, or need a body. */
export const anyCallFaults = Object.keys(commonFaults).filter((name) => !["late-apply", "other-200"].includes(name));
