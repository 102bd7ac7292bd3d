import type { Refusal } from "../validate.ts";
import { ownWordFor } from "./labels.ts";
import type { Shape } from "./shape.ts";
import { textOf } from "./text.ts";
import { isLacking } from "./unanswered.ts";

/**
 * What data lacks though it was told, by our name for it: a telephone number of which there is only a flag, a `Name` that
 * may be a form's, an object without a text. What only fills a required field (`N/A`) tells nothing.
 */
export function unreadIn({ properties = {} }: Shape, given: object, data: object): readonly Refusal[] {
  const read = new Map(Object.entries(data).filter(([name]) => Object.hasOwn(properties, name)));
  return Object.entries(given).flatMap(([called, value]): Refusal[] => {
    const own = Object.hasOwn(properties, called) ? called : ownWordFor(called);
    const names = own === "fullName" ? ["lastName", "firstName"] : [own ?? ""];
    const name = names.find((one) => Object.hasOwn(properties, one) && !read.has(one));
    const isPart = names.some((one) => read.has(one) && textOf(value).includes(textOf(read.get(one))));
    if (name === undefined || isPart) return [];
    if (value === false || (value !== true && [called, name].some((one) => isLacking(one, value)))) return [];
    const field = `/data/${name}`;
    // A word that we know, and nothing else, is nobody's.
    const place = called === name || !/^[\p{L}\p{N} _-]{1,40}$/u.test(called) ? "what is told" : `"${called}"`;
    const message = `${field} can't be taken without doubt from ${place}`;
    return [{ message, reason: { code: "UNREAD", system: "schema", field } }];
  });
}
