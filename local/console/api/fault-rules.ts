import { createFaults, type FaultRule, type Faults } from "../../core/faults.ts";
import type { System } from "../../core/system.ts";

/** Adds a rule or a list of rules, all or none. Throws a sentence naming what is wrong. */
export function addFaults(
  { faults, systems }: { readonly faults: Faults; readonly systems: ReadonlyMap<string, System> },
  body: unknown,
): readonly object[] {
  const rules: unknown[] = Array.isArray(body) ? body : [body];
  const trial = createFaults([...systems.values()]);
  for (const rule of rules) trial.add(ruleFrom(rule));
  for (const rule of rules) faults.add(ruleFrom(rule));
  return faults.list();
}

function ruleFrom(value: unknown): FaultRule {
  if (typeof value !== "object" || value === null)
    throw new Error('a fault rule is like {"system": "SYSTEM", "fault": "apply-then-drop"}');
  return value as FaultRule; // add() checks every field
}
