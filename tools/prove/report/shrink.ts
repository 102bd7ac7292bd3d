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

const MOST_NAMES = 5000;

/** The cases whose names hold it; and where none does, those that these come down to when they are shrunk. */
export function withName(cases: readonly Case[], match: string): readonly Case[] {
  const found = cases.filter(({ name }) => name.includes(match));
  if (found.length > 0) return found;
  const known = new Map(cases.filter((one) => match.startsWith(situationOf(one))).map((one) => [one.name, one]));
  // A map goes on to what is added while it is gone through.
  for (const one of known.values()) {
    if (one.name === match) return [one];
    if (known.size < MOST_NAMES) for (const smaller of one.smaller?.() ?? []) addTo(known, smaller);
  }
  return [];
}

function addTo(known: Map<string, Case>, one: Case): void {
  if (!known.has(one.name)) known.set(one.name, one);
}

/** Handler, sample and starting state, as names begin. */
function situationOf({ name }: Case): string {
  return name.split(" · ").slice(0, 3).join(" · ");
}
