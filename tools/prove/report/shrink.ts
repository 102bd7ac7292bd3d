import type { Case } from "../cases/case.ts";

const MOST_RUNS = 40;

/** Goes down to the first smaller case that still fails likewise, and on from there, until none does or patience ends. */
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
