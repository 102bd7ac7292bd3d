/** A value in a payload that is no object and no list, with the names of the members that lead to it. */
export interface Leaf {
  readonly path: readonly string[];
  readonly value: string | number | boolean;
}

export type Payload = Readonly<Record<string, unknown>>;

/** All but what stands in lists. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (["string", "number", "boolean"].includes(typeof value)) return [{ path, value: value as Leaf["value"] }];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name]));
}

/** The first payload's leaves that every other one has too. */
export function commonLeaves([first, ...others]: readonly Payload[]): Leaf[] {
  const paths = others.map((payload) => new Set(leavesOf(payload).map(keyOf)));
  return leavesOf(first).filter((leaf) => paths.every((known) => known.has(keyOf(leaf))));
}

export function keyOf({ path }: Pick<Leaf, "path">): string {
  return JSON.stringify(path);
}
