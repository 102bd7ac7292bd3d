import { ANY_OTHER, type ArrivalRule } from "../declared/declarations.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { EVERYTHING, type SystemTouch, touchesOf } from "../simulation/touching.ts";

type Asked = Pick<Call, "system" | "method" | "url" | "requestBody">;

/**
 * The fields that the systems say the first event to arrive decides, without those that one of these calls may have
 * changed later.
 */
export function systemArrivalRules(simulation: Pick<Simulation, "systems">, calls: readonly Asked[]): ArrivalRule[] {
  const changes = calls.flatMap((call) => touchesOf(simulation, call)).filter((touch) => touch.isWrite && !touch.isNew);
  return simulation.systems.flatMap(({ name: system, keepsFirst = [] }) =>
    keepsFirst.map(({ kind, fields, reason }) => ({
      other: ANY_OTHER,
      records: `${system} ${kind}`,
      fields: fields.filter((field) => !changes.some((touch) => isOf(touch, { system, kind, field }))),
      reason,
    })),
  );
}

/** Salesforce's names are case-insensitive. */
function isOf(touch: SystemTouch, { system, kind, field }: { system: string; kind: string; field: string }): boolean {
  const { fields } = touch;
  if (touch.system !== system || ![kind.toLowerCase(), EVERYTHING].includes(touch.kind.toLowerCase())) return false;
  return fields === "all" || fields.some((name) => name.toLowerCase() === field.toLowerCase());
}
