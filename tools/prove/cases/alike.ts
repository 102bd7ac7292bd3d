import type { Touch } from "../../../local/core/requests.ts";
import { touchEachOther, touchesOf } from "../simulation/touching.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { Case } from "./case.ts";

/** The case, marked as shown by another one if `isAlike` says so. */
export function unlessAlike(one: Case, isAlike: () => boolean): Case {
  return { ...one, shownBy: () => (isAlike() ? "another" : undefined) };
}

/** Whether a call of a clean run leaves its system unchanged. */
export function isReading(simulation: Simulation, call: Call): boolean {
  return touchesOf(simulation, call).every(({ isWrite }) => !isWrite);
}

/** Whether ending the process right after this call is the same as ending it before the next one. */
export function isFollowedAlone({ index, answeredAfter }: Call): boolean {
  return answeredAfter === index;
}

/**
 * Whether it makes no difference if someone acts before this call or before the next one: no call under way in between
 * touches what the intervention does. Undefined touches count as the whole system.
 */
export function isPassedOver(
  simulation: Simulation,
  calls: readonly Call[],
  call: Call,
  { system, touches }: { readonly system: string; readonly touches: readonly Touch[] | undefined },
): boolean {
  const meanwhile = calls.filter(({ index, answeredAfter }) => index <= call.index && answeredAfter >= call.index);
  const own = touches?.map((touch) => ({ ...touch, system }));
  const isApart = (one: Call) =>
    one.system !== system || (own !== undefined && !touchEachOther(touchesOf(simulation, one), own));
  const next = calls[call.index]; // they are numbered from 1
  return next?.at === call.at && meanwhile.every(isApart);
}
