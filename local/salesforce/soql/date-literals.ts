const DAY_MS = 24 * 3600 * 1000;

/** From the first to before the second time, in Unix milliseconds. */
type Range = readonly [from: number, to: number];

/** The start of the calendar unit that contains a day, moved by `later` units. */
type Unit = (year: number, month: number, day: number, later: number) => number;

const UNITS: Readonly<Record<string, Unit>> = {
  DAY: (year, month, day, later) => Date.UTC(year, month, day + later),
  // Weeks begin on Sunday, as in the US locale.
  WEEK: (year, month, day, later) =>
    Date.UTC(year, month, day - new Date(Date.UTC(year, month, day)).getUTCDay() + 7 * later),
  MONTH: (year, month, _day, later) => Date.UTC(year, month + later, 1),
  QUARTER: (year, month, _day, later) => Date.UTC(year, month - (month % 3) + 3 * later, 1),
  YEAR: (year, _month, _day, later) => Date.UTC(year + later, 0, 1),
};

const SINGLE: Readonly<Record<string, number>> = { THIS: 0, LAST: -1, NEXT: 1 };
const PATTERN =
  /^(?:TODAY|YESTERDAY|TOMORROW|(?:LAST|NEXT)_90_DAYS|(?:THIS|LAST|NEXT)_(?:WEEK|MONTH|QUARTER|YEAR)|(?:LAST_N|NEXT_N|N)_(?:DAY|WEEK|MONTH|QUARTER|YEAR)S(?:_AGO)?:\d+)$/;

/** TODAY, LAST_N_DAYS:3, THIS_MONTH …, in capitals; fiscal periods are not supported. */
export function isDateLiteral(word: string): boolean {
  return PATTERN.test(word);
}

/**
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_dateformats.htm,
 * in UTC as the user's time zone.
 */
export function rangeOf(literal: string, now: number): Range {
  const today = new Date(now);
  const start = (unit: string, later: number) =>
    UNITS[unit]?.(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate(), later) ?? Number.NaN;
  const one = (unit: string, later: number): Range => [start(unit, later), start(unit, later + 1)];
  const days: Readonly<Record<string, number>> = { TODAY: 0, YESTERDAY: -1, TOMORROW: 1 };
  const day = days[literal];
  if (day !== undefined) return one("DAY", day);
  const [, word = "", unit = "DAY", ago, count = "90"] =
    /^(LAST_N|NEXT_N|N|LAST_90|NEXT_90|THIS|LAST|NEXT)_([A-Z]+?)S?(_AGO)?(?::(\d+))?$/.exec(literal) ?? [];
  const single = SINGLE[word];
  if (single !== undefined) return one(unit, single);
  const many = Number(count);
  if (ago !== undefined) return one(unit, -many);
  if (word.startsWith("NEXT")) return [start(unit, 1), start(unit, many + 1)];
  // Days include today.
  return [start(unit, -many), unit === "DAY" ? start("DAY", 0) + DAY_MS : start(unit, 0)];
}
