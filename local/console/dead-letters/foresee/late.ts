import { findStandIns } from "../../../core/find.ts";
import type { Declarations } from "../place.ts";

/** After which age an event has no longer its whole effect, and what that is. */
export interface Late {
  readonly system: string;
  readonly afterMs: number;
  /** `customer.io records it and triggers nothing`. */
  readonly effect: string;
}

/** By handler, as the stand-ins of its systems say. */
export async function lateOf({ functions }: Declarations): Promise<(handler: string) => readonly Late[]> {
  const all = (await findStandIns()).flatMap(({ name: system, late }) =>
    late === undefined ? [] : [{ system, ...late }],
  );
  return (handler) => all.filter(({ system }) => functions[handler]?.uses?.includes(system) === true);
}
