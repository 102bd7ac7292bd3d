import { isObject } from "../objects.ts";
import type { Shape } from "../reading/shape.ts";

/**
 * What JavaScript writes for nothing, where it stands for a part of an id: whole, or between `:`, `/` and `|`; what is in nobody's own
 * words after a dash too. A dash before `null` may be a page's: `stunde-null`.
 */
const UNFILLED =
  /(?:^|[:/|])(undefined|null|NaN|\[object Object\])(?=$|[:/|])|(?<![^:/|_-])(undefined|NaN)$|(\[object Object\])/;

/** Undefined where all that it was made of was there. */
export function unfilledIn(id: string): string | undefined {
  const [, whole, last, object] = UNFILLED.exec(id) ?? [];
  return whole ?? last ?? object;
}

/** The texts without which an event's data is of nothing, by their places: no words to choose from, no address, and nothing that holds spaces. */
export function identityIn({ required = [], properties = {} }: Shape = {}, data: unknown): Record<string, string> {
  const members = isObject(data) ? data : {};
  const texts = required.flatMap((name): [string, string][] => {
    const value = members[name];
    const { type, enum: words } = properties[name] ?? {};
    const isId = type === "string" && words === undefined && /(?:^|[a-z_])(?:id|key|number|code|ref)$/i.test(name);
    return isId && typeof value === "string" ? [[`/data/${name}`, value]] : [];
  });
  return Object.fromEntries(texts);
}
