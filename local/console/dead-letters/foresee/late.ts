import { findStandIns } from "../../../core/find.ts";
import type { Declarations } from "../place.ts";

/** The age after which an event has only part of its effect, and which part. */
export interface Late {
  readonly system: string;
  readonly afterMs: number;
  /** For instance `customer.io records it and triggers nothing`. */
  readonly effect: string;
}

/** By handler, from the stand-ins of its systems. */
export async function lateOf({ functions }: Declarations): Promise<(handler: string) => readonly Late[]> {
  const all = (await findStandIns()).flatMap(({ name: system, late }) =>
    late === undefined ? [] : [{ system, ...late }],
  );
  return (handler) => all.filter(({ system }) => functions[handler]?.uses?.includes(system) === true);
}
