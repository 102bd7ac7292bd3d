import type { Case } from "./case.ts";

const MOST_NAMES = 5000;

/** The cases whose names contain `match`. If there are none, smaller versions of cases with such names. */
export function withName(cases: readonly Case[], match: string): readonly Case[] {
  const found = cases.filter(({ name }) => name.includes(match));
  if (found.length > 0) return found;
  const known = new Map(cases.filter((one) => match.startsWith(situationOf(one))).map((one) => [one.name, one]));
  // Iterating a Map includes items added during the iteration.
  for (const one of known.values()) {
    if (one.name === match) return [one];
    if (known.size < MOST_NAMES) for (const smaller of one.smaller?.() ?? []) addTo(known, smaller);
  }
  return [];
}

function addTo(known: Map<string, Case>, one: Case): void {
  if (!known.has(one.name)) known.set(one.name, one);
}

/**
 * What to search for cases whose names contain `match`. A full name starts with a handler's name, which narrows it
 * down.
 */
export function searchFor(match: string, handlers: readonly string[]) {
  const [handler = "", , , ...others] = match.split(" · ");
  const isWhole = handlers.includes(handler) && others.length > 0;
  // Drawn schedules and triples depend on all handlers.
  const isOfMeeting = match.includes(", then ");
  return {
    mayHold: (group: { readonly name: string }) => !isWhole || situationOf(group) === situationOf({ name: match }),
    hasMeetings: !isWhole || isOfMeeting,
  };
}

/** The handler of a case or group: names start with it. */
export function handlerOf(name: string): string {
  return name.split(" · ")[0] ?? "";
}

/** Handler, sample and starting state, from the start of the name. */
function situationOf({ name }: { readonly name: string }): string {
  return name.split(" · ").slice(0, 3).join(" · ");
}
