import { isObject } from "../../../local/core/json.ts";
import type { KeptFirst } from "../../../local/core/records.ts";
import { ANY_OTHER, type ArrivalRule } from "../declared/declarations.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { EVERYTHING, type SystemTouch, touchesOf } from "../simulation/touching.ts";

type Asked = Pick<Call, "system" | "method" | "url" | "requestBody" | "before">;

interface Change {
  readonly touch: SystemTouch;
  readonly before: Call["before"];
}

/**
 * The fields that the systems say the first event to arrive decides, without those that one of these calls may have
 * changed later.
 */
export function systemArrivalRules(simulation: Pick<Simulation, "systems">, calls: readonly Asked[]): ArrivalRule[] {
  const changes = calls.flatMap((call) =>
    touchesOf(simulation, call)
      .filter((touch) => touch.isWrite && !touch.isNew)
      .map((touch) => ({ touch, before: call.before })),
  );
  return simulation.systems.flatMap(({ name: system, keepsFirst = [] }) =>
    keepsFirst.map((kept) => ({
      other: ANY_OTHER,
      records: `${system} ${kept.kind}`,
      fields: kept.fields.filter((field) => !changes.some((change) => overwrites(change, { system, kept, field }))),
      reason: kept.reason,
    })),
  );
}

interface Place {
  readonly system: string;
  readonly kept: KeptFirst;
  readonly field: string;
}

function overwrites({ touch, before }: Change, place: Place): boolean {
  return isOf(touch, place) && !(before?.[place.kept.kind] ?? []).some((record) => saysNothing(record, place));
}

/** Something stands in for what nobody has said of it yet, and this field holds that or nothing. */
function saysNothing(record: unknown, { kept: { fields, standIns = [] }, field }: Place): boolean {
  if (!isObject(record)) return false;
  const isStandIn = (name: string) => standIns.some((text) => text === record[name]);
  return fields.some(isStandIn) && ((record[field] ?? null) === null || isStandIn(field));
}

/** Salesforce's names are case-insensitive. */
function isOf(touch: SystemTouch, { system, kept: { kind }, field }: Place): boolean {
  const { fields } = touch;
  if (touch.system !== system || ![kind.toLowerCase(), EVERYTHING].includes(touch.kind.toLowerCase())) return false;
  return fields === "all" || fields.some((name) => name.toLowerCase() === field.toLowerCase());
}
