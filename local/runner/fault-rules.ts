import type { FaultRule, Faults } from "../faults.ts";

/** Adds one rule or a list of them, all or none. Throws a sentence that names what is wrong. */
export function addFaults(faults: Faults, body: unknown): readonly object[] {
  const rules = (Array.isArray(body) ? body : [body]) as FaultRule[]; // add() checks every field
  const before = faults.list();
  try {
    for (const rule of rules) faults.add(rule);
  } catch (error) {
    faults.clear();
    for (const { hits: _, ...rule } of before) faults.add(rule);
    throw error;
  }
  return faults.list();
}
