import { isObject } from "../../../core/json.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The values to set in one body to get the other, by path: `data.email`.
 * @throws Error naming a field missing from the other: fields can be set, not removed.
 */
export function changesBetween(before: unknown, after: unknown, isFlat = false): Record<string, unknown> {
  if (!isObject(before) || !isObject(after)) throw new Error("The body must be a JSON object, and stay one.");
  return Object.fromEntries(changesIn(before, after, "", isFlat));
}

function changesIn(before: Fields, after: Fields, path: string, isFlat: boolean): [path: string, value: unknown][] {
  const gone = Object.keys(before).find((name) => !(name in after));
  if (gone !== undefined) throw new Error(`${path}${gone} can't be taken out: set it to null.`);
  return Object.entries(after).flatMap(([name, value]): [string, unknown][] => {
    const earlier = before[name];
    if (JSON.stringify(earlier) === JSON.stringify(value)) return [];
    if (isFlat || !isObject(earlier) || !isObject(value)) return [[`${path}${name}`, value]];
    return changesIn(earlier, value, `${path}${name}.`, isFlat);
  });
}
