import type { Touch } from "../../../local/core/requests.ts";
import { touchEachOther, touchesOf } from "../simulation/touching.ts";
import type { Call } from "../simulation/call.ts";
import type { Simulation } from "../simulation/simulation.ts";
import type { Case } from "./case.ts";

/** The case, unless it comes to the same as another one that is run. */
export function unlessAlike(one: Case, isAlike: () => boolean): Case {
  return { ...one, shownBy: () => (isAlike() ? "another" : undefined) };
}

/** Whether a call of a clean run leaves its system as it was. */
export function isReading(simulation: Simulation, call: Call): boolean {
  return touchesOf(simulation, call).every(({ isWrite }) => !isWrite);
}

/** Whether nobody can tell the end of the process right after a call from its end before the next one. */
export function isFollowedAlone({ index, answeredAfter }: Call): boolean {
  return answeredAfter === index;
}

/**
 * Whether it comes to the same if somebody acts before this call or before the next one: none of the calls that are under way
 * meanwhile touches what the other does. Undefined touches may be anything of the system.
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
