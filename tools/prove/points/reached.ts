/**
 * Points reached, by file path relative to the root: one digit per point, 1 if reached. Files without reached points
 * are absent.
 */
export type Reached = Readonly<Record<string, string>>;

/** The union of several. */
export function unite(all: readonly Reached[]): Reached {
  const united = new Map<string, string>();
  for (const [file, digits] of all.flatMap((one) => Object.entries(one)))
    united.set(file, either(united.get(file) ?? digits, digits));
  return Object.fromEntries(united);
}

function either(one: string, other: string): string {
  if (one === other) return one; // most are equal, and long
  return one.replaceAll(/./g, (digit, place: number) => (digit === "1" ? digit : other.charAt(place)));
}
