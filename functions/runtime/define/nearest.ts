/** `did you mean "stripe"?`, or all possibilities where none is close. */
export function didYouMean(given: string, known: readonly string[]): string {
  const near = likeliest(given, known);
  return near === undefined ? `there are: ${known.join(", ")}` : `did you mean "${near}"?`;
}

/** The name most likely meant; undefined if none is close. */
export function likeliest(given: string, known: readonly string[]): string | undefined {
  return nearest(given, known, (one) => Math.max(2, one.length / 3));
}

/** The name with the closest spelling, if no more letters differ than `most` allows. */
export function nearest(given: string, known: readonly string[], most: (one: string) => number): string | undefined {
  const [found] = known
    .map((one) => ({ one, distance: distanceOf(given.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= most(one))
    .toSorted((a, b) => a.distance - b.distance);
  return found?.one;
}

/** The edit distance: how many letters must be inserted, deleted or replaced to turn one into the other. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, wanted] of Array.from(other).entries()) {
      const [above = 0, before = 0, left = 0] = [row[column + 1], row[column], next[column]];
      next.push(Math.min(above + 1, left + 1, before + (letter === wanted ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
