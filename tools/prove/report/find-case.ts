import type { Case } from "../cases/case.ts";

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

/** What has to be looked at for the cases whose names hold it. A whole name, which begins with a handler's, says most of it. */
export function searchFor(match: string, handlers: readonly string[]) {
  const [handler = "", , , ...others] = match.split(" · ");
  const isWhole = handlers.includes(handler) && others.length > 0;
  // Which schedules and triples are drawn depends on all handlers.
  const isOfMeeting = match.includes(", then ");
  return {
    mayHold: (group: { readonly name: string }) => !isWhole || situationOf(group) === situationOf({ name: match }),
    hasMeetings: !isWhole || isOfMeeting,
  };
}

/** Whose case, or whose group, it is: names begin with that. */
export function handlerOf(name: string): string {
  return name.split(" · ")[0] ?? "";
}

/** Handler, sample and starting state, as names begin. */
function situationOf({ name }: { readonly name: string }): string {
  return name.split(" · ").slice(0, 3).join(" · ");
}
