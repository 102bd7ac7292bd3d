import type { Touch } from "../../../local/core/requests.ts";
import type { Call } from "./call.ts";
import type { Simulation } from "./simulation.ts";

/** What a call touches in a system. */
export interface SystemTouch extends Touch {
  readonly system: string;
}

/** The kind used when unknown. */
export const EVERYTHING = "everything";

export function touchesOf(
  { systems }: Pick<Simulation, "systems">,
  { system, method, url, requestBody }: Pick<Call, "system" | "method" | "url" | "requestBody">,
): SystemTouch[] {
  const found = systems.find(({ name }) => name === system);
  const touches = found?.touches?.({ method, url, body: requestBody });
  return (touches ?? [{ kind: EVERYTHING, fields: "all", isWrite: true }]).map((touch) => ({ ...touch, system }));
}

/** Whether the order can matter: one of them writes what the other reads or writes. */
export function touchEachOther(some: readonly SystemTouch[], others: readonly SystemTouch[]): boolean {
  return some.some((one) => others.some((other) => areDependent(one, other)));
}

function areDependent(one: SystemTouch, other: SystemTouch): boolean {
  if (one.system !== other.system || !(one.isWrite || other.isWrite)) return false;
  const isOneKind = one.kind === other.kind || [one.kind, other.kind].includes(EVERYTHING);
  return isOneKind && shareField(one.fields, other.fields);
}

function shareField(some: Touch["fields"], others: Touch["fields"]): boolean {
  return some === "all" || others === "all" || some.some((field) => others.includes(field));
}
