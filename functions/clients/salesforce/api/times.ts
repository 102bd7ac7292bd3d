/**
 * Unix milliseconds of a date-time as Salesforce writes it, `2026-11-26T09:59:00.000+0000`, or in any other format we
 * read.
 */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, "$1:$2")) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
