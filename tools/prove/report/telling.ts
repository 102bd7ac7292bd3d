import type { Result } from "../result.ts";
import { handlerOf } from "./find-case.ts";

/**
 * Which cases get a story: one of each kind of failure; or only the very first case; or one of each cell of the
 * matrices.
 */
export type Telling = "kinds" | "first" | "cells";

const MOST_KINDS = 50;

export function tells(telling: Telling): (result: Result) => boolean {
  const told = new Set<string>();
  return (result) => {
    const key =
      telling === "cells" ? cellOf(result) : (result.kind ?? (telling === "first" && told.size === 0 ? "" : undefined));
    if (key === undefined || told.has(key)) return false;
    told.add(key);
    return telling === "cells" || told.size <= MOST_KINDS;
  };
}

/** A cell gets another story if its first case does not fail but a later one does. */
function cellOf({ case: { name, place, disturbance }, verdict }: Result): string {
  return [handlerOf(name), place, disturbance, verdict === "failed"].join("\n");
}
