import { parseTime } from "../../../functions/runtime/reading/time.ts";

const DAY_MS = 24 * 3600 * 1000;
/** Senders retry for days, and clocks differ by minutes; other times are about something else, such as a meeting. */
const [MOST_BEFORE_MS, MOST_AFTER_MS] = [30 * DAY_MS, 5 * 60 * 1000];

/** A string, with a colon if it is a member name; or a number. */
const JSON_VALUE = /("(?:[^"\\]|\\.)*")(\s*:)?|(?<![\w.+-])\d{10}(?:\d{3})?(?:\.\d+)?(?![\w.])/g;

/**
 * Replaces values that are times about `at`, when the webhook arrived, by {{now}}: samples are sent at other times, and
 * a webhook can't report what happened after it was signed. In JSON, digits in quotes stay, since {{now:s}} has no
 * quoted form.
 */
export function withNow(text: string, at: number): string {
  const placeOf = (value: string | number) => placeholderFor(value, at);
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

function placeholderFor(value: string | number, at: number): string | undefined {
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
    return undefined; // a % that is not an escape
  }
}
