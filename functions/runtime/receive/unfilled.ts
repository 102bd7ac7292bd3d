import { isObject } from "../objects.ts";
import type { Shape } from "../reading/shape.ts";
import { isIdName } from "../reading/spelling.ts";

/**
 * What JavaScript prints for missing values, as an id or a part of one between `:`, `/` and `|`; words of no natural
 * language also after a dash. `null` after a dash may be a page's name: `stunde-null`.
 */
const UNFILLED =
  /(?:^|[:/|])(undefined|null|NaN|\[object Object\])(?=$|[:/|])|(?<![^:/|_-])(undefined|NaN)$|(\[object Object\])/;

/** The unfilled part; undefined if the id is complete. */
export function unfilledIn(id: string): string | undefined {
  const [, whole, last, object] = UNFILLED.exec(id) ?? [];
  return whole ?? last ?? object;
}

/** The identifiers that an event's data requires, by path: required strings named id, key, number, code or ref. */
export function identityIn({ required = [], properties = {} }: Shape = {}, data: unknown): Record<string, string> {
  const members = isObject(data) ? data : {};
  const texts = required.flatMap((name): [string, string][] => {
    const value = members[name];
    const { type, enum: words } = properties[name] ?? {};
    const isId = type === "string" && words === undefined && isIdName(name);
    return isId && typeof value === "string" ? [[`/data/${name}`, value]] : [];
  });
  return Object.fromEntries(texts);
}
