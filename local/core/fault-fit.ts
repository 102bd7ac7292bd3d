import { commonFaults } from "./faults.ts";
import type { FaultFit } from "./system.ts";

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
