import { isNothing } from "./nothing.ts";

export interface Member {
  readonly called: string;
  readonly value: unknown;
}

/**
 * An object's members that say something, by what `reduce` makes of their names. Of several of one name (`Email` and
 * `EMAIL`) none is taken, unless their values are equal: which is meant would be a guess.
 */
export function membersBy(reduce: (name: string) => string, data: object): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const ambiguous = new Set<string>();
  for (const [called, value] of Object.entries(data)) {
    if (isNothing(value)) continue;
    const name = reduce(called);
    const { value: other } = members.get(name) ?? { value };
    if (other !== value) ambiguous.add(name);
    else if (!members.has(name)) members.set(name, { called, value });
  }
  for (const name of ambiguous) members.delete(name);
  return members;
}
