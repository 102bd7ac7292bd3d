import { parseTime } from "../../../functions/runtime/reading/time.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Senders try for days, and their clocks differ by minutes; what is further off is a time of another thing, such as a meeting's. */
const [MOST_BEFORE_MS, MOST_AFTER_MS] = [30 * DAY_MS, 5 * 60 * 1000];

/** A string, and the colon that makes it a member's name; or a number. */
const JSON_VALUE = /("(?:[^"\\]|\\.)*")(\s*:)?|(?<![\w.+-])\d{10}(?:\d{3})?(?:\.\d+)?(?![\w.])/g;

/**
 * A webhook's body with {{now}} where a whole value is a time about `at`, when it came: a sample is tried and sent at other
 * times, and what a webhook tells of can't be later than it was signed. In JSON, digits in quotes stay, for {{now:s}} has none.
 */
export function withNow(text: string, at: number): string {
  const placeOf = (value: string | number) => placeAbout(value, at);
  if (/^\s*[[{]/.test(text))
    return text.replaceAll(JSON_VALUE, (token: string, literal?: string, colon?: string) => {
      if (colon !== undefined) return token;
      const isDigits = /^"[\d.]*"$/.test(token);
      const place = isDigits ? undefined : placeOf(literal === undefined ? Number(token) : literal.slice(1, -1));
      return place === undefined ? token : `"${place}"`;
    });
  return text.replaceAll(/(?<=[>=])[^<>&=]+(?=[<&]|$)/g, (held: string) => {
    const given = attempt(() => decodeURIComponent(text.startsWith("<") ? held : held.replaceAll("+", " ")));
    return placeOf(given ?? held) ?? held;
  });
}

function placeAbout(value: string | number, at: number): string | undefined {
  const time = parseTime(value);
  if (time === undefined || time < at - MOST_BEFORE_MS || time > at + MOST_AFTER_MS) return undefined;
  const isNumber = typeof value === "number" || /^[\d.]+$/.test(value.trim());
  if (!isNumber) return "{{now}}";
  return Number(value) < 1e11 ? "{{now:s}}" : "{{now:ms}}";
}

function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined; // a % that escapes nothing
  }
}
