import { commonFaults, type FaultRule } from "./faults.ts";
import type { RecordField } from "./records.ts";

/** A fault that makes sense for an operation. */
export interface FaultFit {
  /** As matrices and specifications name it: the fault's own name, or the refusal's code. */
  readonly name: string;
  readonly rule: Omit<FaultRule, "system" | "match" | "from" | "times">;
  /**
   * The system refuses the message for ever: any further attempt is wasted. Undefined where a code does not tell: then it
   * is right to give up and right to try again.
   */
  readonly isPermanent: boolean | undefined;
  /** Of a refusal its code, and whom the system would refuse: with "everybody" no message is to blame. Left out: it is none. */
  readonly refuses?: {
    readonly code: string;
    readonly whom: "this message" | "everybody" | "anybody for a while";
    /**
     * What alone stands in the way, and no record needs: it is to be written without, in the same delivery. Where it may be
     * needed after all (required, what a record is called or hangs on), to give it up is right, too.
     */
    readonly field?: RecordField & { readonly mayBeNeeded?: boolean };
  };
  /** A refusal by a code that nobody has seen yet: it is the message's while one person alone meets it. Left out: no. */
  readonly isUnknown?: boolean;
  /** The write is answered as if it had been applied, and is not: if it can be looked for, the sweep sends it again. Left out: no. */
  readonly isDropped?: boolean;
  /** One of many that are alike: always tried where a handler first makes the call, and drawn in other situations. Left out: in all. */
  readonly isOneOfMany?: boolean;
}

/** The records that one request writes. */
export interface Rows {
  readonly count: number;
  readonly most: number;
  readonly refusals: readonly FaultFit[];
}

/** Something that may befall an operation and that no handler can mend. */
export interface Impossible {
  /** As matrices name it: a fault, what somebody does, or a late replay. */
  readonly fault: string;
  /** As its client logs it; left out where it is so of every operation of every system. */
  readonly operation?: string;
  /** What alone may be otherwise then. Left out: the end is another one. */
  readonly only?: readonly Otherwise[];
  readonly reason: string;
}

/** A field that need not be as it should be, of records that are there in both worlds. */
export interface Otherwise {
  /** System and kind: `salesforce Lead`. */
  readonly records: string;
  /** Left out: each of them. */
  readonly field?: string;
  /** What alone it may be in place of what it should; null: it is not there. Left out: anything. */
  readonly is?: string | number | boolean | null;
}

/** A caller learns as much from each of these as from 5xx-json, which is not applied, or apply-then-drop, which is. */
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

/** Whether a common fault is like others, and drawn in most situations. */
export function isLikeOthers(name: string): boolean {
  return ALIKE.has(name);
}

/** A fault that passes, by its name, as a call meets it. */
export function passingFault(name: string): FaultFit {
  return { name, rule: { fault: name }, isPermanent: false, isOneOfMany: ALIKE.has(name) };
}

/** Answers a call with what another call would be answered: `whose` answer that is. */
export function otherAnswer(whose: string, body: unknown): FaultFit {
  const name = `other-200: ${whose}`;
  return { name, rule: { fault: "other-200", body }, isPermanent: false, isOneOfMany: true };
}

/** The common faults that any call may meet; the others make sense for some alone, or need a body. */
export const anyCallFaults = Object.keys(commonFaults).filter((name) => !["late-apply", "other-200"].includes(name));
