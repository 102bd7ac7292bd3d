/** Of each file that something has come to, by its path from the root: a digit for each of its points, 1 where it has. */
export type Reached = Readonly<Record<string, string>>;

/** What some have come to and what others have, together. */
export function unite(all: readonly Reached[]): Reached {
  const united = new Map<string, string>();
  for (const [file, digits] of all.flatMap((one) => Object.entries(one)))
    united.set(file, either(united.get(file) ?? digits, digits));
  return Object.fromEntries(united);
}

function either(one: string, other: string): string {
  if (one === other) return one; // as most are, and long
  return one.replaceAll(/./g, (digit, place: number) => (digit === "1" ? digit : other.charAt(place)));
}
