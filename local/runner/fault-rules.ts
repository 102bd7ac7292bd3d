import { customerioFaults } from "../customerio/proof/faults.ts";
import { createFaults, type FaultRule, type Faults } from "../core/faults.ts";
import { salesforceFaults } from "../salesforce/salesforce.ts";

/** Rules for the vendors there are, none set. */
export function createVendorFaults(): Faults {
  return createFaults({ salesforce: salesforceFaults, customerio: customerioFaults });
}

/** Adds one rule or a list of them, all or none. Throws a sentence that names what is wrong. */
export function addFaults(faults: Faults, body: unknown): readonly object[] {
  const rules: unknown[] = Array.isArray(body) ? body : [body];
  const trial = createVendorFaults();
  for (const rule of rules) trial.add(ruleFrom(rule));
  for (const rule of rules) faults.add(ruleFrom(rule));
  return faults.list();
}

function ruleFrom(value: unknown): FaultRule {
  if (typeof value !== "object" || value === null)
    throw new Error('a fault rule is like {"system": "salesforce", "fault": "apply-then-drop"}');
  return value as FaultRule; // add() checks every field
}
