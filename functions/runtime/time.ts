/** RFC 3339 of seconds since the epoch, a number or its digits; undefined for anything else, for the runtime to refuse. */
export function fromUnixSeconds(seconds: unknown): string | undefined {
  if (typeof seconds !== "number" && !(typeof seconds === "string" && /^\d{1,12}$/.test(seconds))) return undefined;
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
