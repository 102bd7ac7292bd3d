/**
 * The name of an error's class, which is code: `TypeError`. Its own `name` is not asked, since whoever threw it may have
 * written anything there, a person's address too.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return "UNKNOWN";
  const { name } = Object.getPrototypeOf(error).constructor;
  return typeof name === "string" && /^[A-Z]\w{0,63}$/.test(name) ? name : "Error";
}
