import type { Said, Written } from "./written.ts";

/** A number or time in another unit or zone than the event's: the rest of the finding's sentence. */
export function wrongMeasure(one: Written, said: readonly Said[]): string | undefined {
  return otherUnitIn(one, said) ?? hundredthIn(one, said) ?? otherZoneIn(one, said) ?? otherDayIn(one, said);
}

const UNITS: readonly (readonly [string, RegExp])[] = [
  ["milliseconds", /^(?:ms|millis|milliseconds?)$/],
  ["seconds", /^(?:secs?|seconds?)$/],
  ["minutes", /^(?:mins?|minutes?)$/],
  ["hours", /^(?:hrs?|hours?)$/],
  ["days", /^days?$/],
  ["weeks", /^weeks?$/],
  ["months", /^months?$/],
  ["years", /^(?:yrs?|years?)$/],
];

/** The words of a name, in lower case: `CallDurationInSeconds`, `duration_minutes`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/__c$/i, "")
    .split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
    .map((word) => word.toLowerCase());
}

/** The unit at the end of a name, and the words before it. */
function measureOf(name: string): { readonly unit: string | undefined; readonly of: readonly string[] } {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  const unit = UNITS.find(([, spelled]) => spelled.test(last))?.[0];
  return { unit, of: unit === undefined ? words : words.slice(0, -1) };
}

/** Minutes written as seconds, or the reverse, of the same quantity. */
function otherUnitIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "number" || value === 0) return undefined;
  const own = measureOf(name);
  if (own.unit === undefined) return undefined;
  const same = said.filter((one) => one.value === value).map((one) => ({ ...one, ...measureOf(one.name) }));
  const isMeant = same.some(({ unit }) => unit === undefined || unit === own.unit);
  const other = same.find(({ of }) => of.some((word) => own.of.includes(word)));
  if (isMeant || other === undefined) return undefined;
  return `writes ${value} into ${name} of ${records}, as many ${own.unit} as the event's ${other.name} is ${other.unit}`;
}

const PERCENT = /percent|pct|probability/i;

/** 12.5 % written as 0.125 where percent is expected. */
function hundredthIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "number" || value === 0 || !PERCENT.test(name)) return undefined;
  if (said.some((one) => one.value === value)) return undefined;
  const whole = said.find(
    (one) => PERCENT.test(one.name) && typeof one.value === "number" && one.value / 100 === value,
  );
  return (
    whole &&
    `writes ${value} into ${name} of ${records}, a hundredth of the event's ${whole.name} (${String(whole.value)})`
  );
}

const TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/** The event's time of day with another zone's offset, which is another instant. */
function otherZoneIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  const [, day, clock] = (typeof value === "string" ? TIME.exec(value) : undefined) ?? [];
  if (typeof value !== "string" || day === undefined || clock === undefined) return undefined;
  const moments = said.flatMap((one) => {
    const [, ...parts] = (typeof one.value === "string" ? TIME.exec(one.value) : undefined) ?? [];
    return parts.length === 0
      ? []
      : [{ of: one.name, day: parts[0], clock: parts[1], at: Date.parse(String(one.value)) }];
  });
  if (moments.some(({ at }) => at === Date.parse(value))) return undefined;
  const shown = moments.find((moment) => moment.day === day && moment.clock === clock);
  return (
    shown && `writes ${value} into ${name} of ${records}: the event's ${shown.of} has that time of day in another zone`
  );
}

const DAY = /^\d{4}-\d\d-\d\d(?![\d-])/;
/** Seconds since the epoch within this century. */
const [FIRST_S, LAST_S] = [Date.UTC(2000, 0) / 1000, Date.UTC(2100, 0) / 1000];

const HOUR_MS = 3600 * 1000;

/**
 * The days of a date or time: of a time, those that it has anywhere on earth, from twelve hours behind UTC to fourteen
 * ahead.
 */
function daysIn(value: unknown): string[] {
  if (typeof value === "number" && value >= FIRST_S && value < LAST_S) return daysFrom(value * 1000);
  if (typeof value !== "string" || !DAY.test(value) || Number.isNaN(Date.parse(value))) return [];
  return value.length === "2026-01-01".length ? [value] : daysFrom(Date.parse(value));
}

function daysFrom(at: number): string[] {
  return [-12, 0, 14].map((hours) => new Date(at + hours * HOUR_MS).toISOString().slice(0, 10));
}

/** `ends_on` and `Ends_At__c` mean one moment. */
function momentOf(name: string): string {
  const words = wordsOf(name);
  const isKind = /^(?:at|on|date|day|time|datetime|timestamp)$/.test(words.at(-1) ?? "");
  return (isKind ? words.slice(0, -1) : words).join("");
}

/** Another day than that of the event's field of the same name: what is due the day before has another name. */
function otherDayIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  const moment = momentOf(name);
  const days = daysIn(value);
  const own = said.find((one) => moment !== "" && momentOf(one.name) === moment && daysIn(one.value).length > 0);
  if (own === undefined || days.length === 0) return undefined;
  if (said.some((one) => daysIn(one.value).some((day) => days.includes(day)))) return undefined;
  return `writes ${String(value)} into ${name} of ${records}, another day than the event's ${own.name} (${String(own.value)})`;
}
