import type { System } from "../../core/system.ts";
import { RefusedCall } from "../refused-call.ts";
import type { SystemRecord } from "../contract/systems.ts";
import { nameOf } from "../journal/changes.ts";

type Systems = ReadonlyMap<string, System>;

/** @throws RefusedCall if there is no such system. */
export function systemNamed(systems: Systems, name: string): System {
  const system = systems.get(name);
  if (system !== undefined) return system;
  throw new RefusedCall(404, `there is no system ${JSON.stringify(name)}; there are ${[...systems.keys()].join(", ")}`);
}

/** A kind's records, in the state's order. */
export function recordsOf(system: System, kind: string): SystemRecord[] {
  const state = system.state();
  const records = Object.hasOwn(state, kind) ? state[kind] : undefined;
  if (records !== undefined) return records.map((record, index) => shownRecord(system, kind, record, index));
  throw new RefusedCall(404, `${system.name} has no ${JSON.stringify(kind)}; it has ${Object.keys(state).join(", ")}`);
}

export function recordOf(system: System, kind: string, id: string): SystemRecord {
  const record = recordsOf(system, kind).find((one) => one.id === id);
  if (record !== undefined) return record;
  throw new RefusedCall(404, `${system.name} has no ${kind} with the id ${JSON.stringify(id)}`);
}

function shownRecord(system: System, kind: string, record: unknown, index: number): SystemRecord {
  const fields = typeof record === "object" && record !== null ? { ...record } : { value: record };
  const id = system.idOf?.(kind, record) ?? String(index);
  return { kind, id, name: nameOf(kind, id, fields), fields };
}
