import type { Case } from "../cases/case.ts";

const MOST_RUNS = 40;

/**
 * Replaces the case by the first smaller one that fails alike, repeatedly, until there is none or the limit is reached.
 */
export async function shrink(one: Case, failsLikewise: (smaller: Case) => Promise<boolean>): Promise<Case> {
  let [smallest, runsLeft] = [one, MOST_RUNS];
  let untried = [...(one.smaller?.() ?? [])];
  for (let next = untried.shift(); next !== undefined && runsLeft > 0; next = untried.shift()) {
    runsLeft -= 1;
    if (!(await failsLikewise(next))) continue;
    smallest = next;
    untried = [...(next.smaller?.() ?? [])];
  }
  return smallest;
}
