type Fields = Readonly<Record<string, unknown>>;

/**
 * What is to be set in one body to make another of it: values by their paths, `data.email`.
 * @throws Error that names a field which the other has no more: what is there can be set, not taken out.
 */
export function changesBetween(before: unknown, after: unknown, isFlat = false): Record<string, unknown> {
  if (!isFields(before) || !isFields(after)) throw new Error("The body must be a JSON object, and stay one.");
  return Object.fromEntries(changesIn(before, after, "", isFlat));
}

function changesIn(before: Fields, after: Fields, path: string, isFlat: boolean): [path: string, value: unknown][] {
  const gone = Object.keys(before).find((name) => !(name in after));
  if (gone !== undefined) throw new Error(`${path}${gone} can't be taken out: set it to null.`);
  return Object.entries(after).flatMap(([name, value]): [string, unknown][] => {
    const earlier = before[name];
    if (JSON.stringify(earlier) === JSON.stringify(value)) return [];
    if (isFlat || !isFields(earlier) || !isFields(value)) return [[`${path}${name}`, value]];
    return changesIn(earlier, value, `${path}${name}.`, isFlat);
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
