/** RFC 3339 of seconds since the epoch, a number or its digits; undefined for anything else, for the runtime to refuse. */
export function fromUnixSeconds(seconds: unknown): string | undefined {
  if (typeof seconds !== "number" && typeof seconds !== "string") return undefined;
  if (!/^\d{1,11}(\.\d+)?$/.test(String(seconds))) return undefined; // milliseconds have more digits
  return new Date(Number(seconds) * 1000).toISOString();
}
