import type { Result } from "./result.ts";
import { handlerOf } from "../cases/find-case.ts";
import { strangenessOf } from "./plainness.ts";

/**
 * Which cases get a story: one of each kind of failure, and another if a plainer case of it follows; or only the very
 * first case; or one of each cell of the matrices.
 */
export type Telling = "kinds" | "first" | "cells";

const MOST_KINDS = 50;

export function tells(telling: Telling): (result: Result) => boolean {
  const told = new Map<string, number>();
  return (result) => {
    const key =
      telling === "cells" ? cellOf(result) : (result.kind ?? (telling === "first" && told.size === 0 ? "" : undefined));
    if (key === undefined) return false;
    const strangeness = telling === "kinds" ? strangenessOf(result.case) : 0;
    const before = told.get(key);
    if (before !== undefined && before <= strangeness) return false;
    told.set(key, strangeness);
    return telling === "cells" || told.size <= MOST_KINDS;
  };
}

/** A cell gets another story if its first case does not fail but a later one does. */
function cellOf({ case: { name, place, disturbance }, verdict }: Result): string {
  return [handlerOf(name), place, disturbance, verdict === "failed"].join("\n");
}
