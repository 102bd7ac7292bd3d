const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/**
 * Milliseconds since the epoch of an RFC 3339 time, undefined for anything else: a day that its month does not have, a time
 * without zone, a leap second (JavaScript has none).
 */
export function parseTime(text: unknown): number | undefined {
  const [match, year, month, day, hour, minute, second, , zoneHour = 0, zoneMinute = 0] =
    typeof text === "string" ? (RFC_3339.exec(text) ?? []) : [];
  if (match === undefined || Number(month) > 12 || Number(month) < 1) return undefined;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > days || Number(hour) > 23 || Number(zoneHour) > 23) return undefined;
  if ([minute, second, zoneMinute].some((sixtieths) => Number(sixtieths) > 59)) return undefined;
  return Date.parse(match.replace(" ", "T").toUpperCase());
}

/** RFC 3339 of seconds since the epoch, a number or its digits; undefined for anything else, for the runtime to refuse. */
export function fromUnixSeconds(seconds: unknown): string | undefined {
  if (typeof seconds !== "number" && typeof seconds !== "string") return undefined;
  if (!/^\d{1,11}(\.\d+)?$/.test(String(seconds))) return undefined; // milliseconds have more digits
  return new Date(Number(seconds) * 1000).toISOString();
}
