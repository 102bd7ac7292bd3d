const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-]\d\d)(?::?(\d\d))?)$/;

/** Within a century no number is both a count of seconds and one of milliseconds. */
const [FIRST_TIME, LAST_TIME] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];

export function isOfThisCentury(time: number): boolean {
  return time >= FIRST_TIME && time < LAST_TIME;
}

/**
 * Milliseconds since the epoch of what can be read without doubt: an RFC 3339 time (also with a zone of +0100 or +01), or so
 * many seconds or milliseconds since the epoch, of this century, as a number or its digits. Undefined for anything else, such
 * as a time without zone, a day that its month does not have, a leap second (JavaScript has none).
 */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== "string") return fromNumber(value);
  const text = value.trim();
  return /^\d+(?:\.\d+)?$/.test(text) ? fromNumber(Number(text)) : parseDate(text);
}

function fromNumber(value: unknown): number | undefined {
  if (typeof value !== "number") return undefined;
  return [value * 1000, value].map(Math.floor).find(isOfThisCentury);
}

function parseDate(text: string): number | undefined {
  const [match, year, month, day, hour, minute, second, fraction = "", zoneHour = "+00", zoneMinute = "00"] =
    RFC_3339.exec(text) ?? [];
  if (match === undefined || Number(month) > 12 || Number(month) < 1) return undefined;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > days || Number(hour) > 23 || Math.abs(Number(zoneHour)) > 23) return undefined;
  if ([minute, second, zoneMinute].some((sixtieths) => Number(sixtieths) > 59)) return undefined;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zoneHour}:${zoneMinute}`);
}
