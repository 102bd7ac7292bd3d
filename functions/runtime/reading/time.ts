/** Date and time as RFC 3339 writes them, and as Java (which omits zero seconds), Ruby, Python and Go do. */
const BY_NUMBERS = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:t| +)/;
/**
 * As e-mails and HTTP write them: `Mon, 02 Nov 2026`; databases: `02-Nov-2026`; JavaScript: `Mon Nov 02 2026`; and people:
 * `November 2, 2026`.
 */
const BY_NAMES = [
  /^(?:[a-z]{3,9},? )?(?<day>\d\d?)[ -](?<name>[a-z]{3,9})\.?,?[ -](?<year>\d{4}),?(?: at)? /,
  /^(?:[a-z]{3,9},? )?(?<name>[a-z]{3,9})\.? (?<day>\d\d?),? (?<year>\d{4}),?(?: at)? /,
];
const HOURS =
  /(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?(?: ?(?<half>[ap])\.?m\.?(?![a-z]+\/))?/
    .source;
/** Optionally followed by an abbreviation, which some zones have as a number: ` +0100 CET`, ` -0300 -03`. */
const OFFSET = /(?:gmt)?(?<zoneHour>[+-]\d\d)(?::?(?<zoneMinute>\d\d))?(?: (?:[a-z]{2,5}|[+-]\d\d(?:\d\d)?))?/.source;
/** `Europe/Berlin` */
const PLACE = /(?<place>[a-z]+(?:\/[a-z_-]+){1,2})/.source;
/** `+01:00[Europe/Berlin]`, `GMT+0100 (Central European Time)`. */
const ZONE_NAME = /\[[\w/+-]+\]| \([^()]*\)/.source;
const TIME = new RegExp(`^${HOURS} ?(?:${OFFSET}|z|utc|gmt|${PLACE})(?:${ZONE_NAME})?$`);
const MONTHS = "january february march april may june july august september october november december".split(" ");

/** Within one century, a number can be a count of only one of seconds, milliseconds, microseconds and nanoseconds. */
const [FIRST_TIME, LAST_TIME] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];

/** @param time milliseconds since the epoch */
export function isOfThisCentury(time: number): boolean {
  return time >= FIRST_TIME && time < LAST_TIME;
}

/**
 * Milliseconds since the epoch of a time that can be read without doubt: with its zone, as RFC 3339 or programs print
 * it, or a count of seconds, milliseconds, microseconds or nanoseconds since the epoch within this century, as a number
 * or its digits. Undefined for anything else, such as a time without a zone, a day that its month does not have, or a
 * leap second (JavaScript has none).
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== "string") return fromNumber(value);
  // .NET's JSON format.
  const text = value.trim().replace(/^\/Date\((\d+)(?:[+-]\d{4})?\)\/$/, "$1");
  return /^\d+(?:\.\d+)?$/.test(text) ? fromNumber(Number(text)) : parseDate(text.toLowerCase());
}

/** What `"format": "date-time"` means in schemas. */
export function isTime(text: string): boolean {
  return parseTime(text) !== undefined;
}

function fromNumber(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  return [value * 1000, value, value / 1000, value / 1_000_000].map(Math.floor).find(isOfThisCentury);
}

/** `10:30:00 01:00`: a form that was not escaped turns the + of a zone into a space. */
function withPlus(time: string): string {
  return time.replace(/^(\d\d:\d\d:\d\d(?:\.\d{1,9})?) (\d\d:?\d\d)$/, "$1+$2");
}

/**
 * The basic form of ISO 8601, as calendars have it (`20261102T093000Z`), Ruby on Rails' (`2026/11/02 09:30:00 +0000`),
 * Unix's and Java's, where the year comes last (`Mon Nov  2 09:30:00 UTC 2026`), and Go's, which may end in its clock's
 * reading (` m=+0.012`).
 */
function withMarks(text: string): string {
  return text
    .replace(/^(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(?=\d\d)/, "$1-$2-$3t$4:$5:")
    .replace(/^(\d{4})\/(\d\d)\/(\d\d)(?= )/, "$1-$2-$3")
    .replace(/^([a-z]{3} [a-z]{3}) +(\d\d?) (\d\d:\d\d:\d\d) (utc|gmt|[+-]\d{4}) (\d{4})$/, "$1 $2 $5 $3 $4")
    .replace(/ m=[+-]\d+\.\d+$/, "");
}

function parseDate(given: string): number | undefined {
  const text = withMarks(given);
  const date = [BY_NUMBERS, ...BY_NAMES].map((form) => form.exec(text)).find((match) => match !== null);
  const time = TIME.exec(withPlus(text.slice(date?.[0].length)));
  if (date === undefined || time === null) return undefined;
  const { year, name = "", month = MONTHS.findIndex((one) => one.startsWith(name)) + 1, day } = date.groups ?? {};
  const { minute, second = "00", fraction = "0", zoneHour = "+00", zoneMinute = "00", place } = time.groups ?? {};
  const hour = hourIn(time.groups ?? {});
  if (Number(month) > 12 || Number(month) < 1) return undefined;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > days || hour > 23 || Math.abs(Number(zoneHour)) > 23) return undefined;
  if ([minute, second, zoneMinute].some((sixtieths) => Number(sixtieths) > 59)) return undefined;
  const [monthOfYear, dayOfMonth, hourOfDay] = [month, day, hour].map((number) => String(number).padStart(2, "0"));
  const read = Date.parse(
    `${year}-${monthOfYear}-${dayOfMonth}T${hourOfDay}:${minute}:${second}.${fraction}${zoneHour}:${zoneMinute}`,
  );
  return place === undefined ? read : timeAt(place, read);
}

/** By place, since each takes half a millisecond to make. There are some six hundred. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * When a place's clocks show what UTC's show at `shown`. Undefined where they do so never or twice, as when they are
 * changed, and for a place that is not known.
 */
function timeAt(place: string, shown: number): number | undefined {
  try {
    const clock = clocks.get(place) ?? new Intl.DateTimeFormat("en", { timeZone: place, timeZoneName: "longOffset" });
    clocks.set(place, clock);
    const offsets = new Set([-DAY_MS, DAY_MS].map((around) => offsetOf(clock, shown + around)));
    const [time, ...others] = [...offsets]
      .filter((offset) => offsetOf(clock, shown - offset) === offset)
      .map((offset) => shown - offset);
    return others.length === 0 ? time : undefined;
  } catch {
    return undefined;
  }
}

/** In milliseconds, from `GMT+02:00`; `GMT` alone is none. */
function offsetOf(clock: Intl.DateTimeFormat, time: number): number {
  const name = clock.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Of the day; for `13 PM` none that a day has. */
function hourIn({ hour, half }: Readonly<Record<string, string | undefined>>): number {
  if (half === undefined) return Number(hour);
  return Number(hour) < 1 || Number(hour) > 12 ? Infinity : (Number(hour) % 12) + (half === "p" ? 12 : 0);
}
