import type { RequestKind } from "../../core/requests.ts";

/** A composite call counts once, whatever it includes; a login does not count. */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  return url.pathname.startsWith("/services/data/") ? { "API calls of the day": 1 } : {};
}
