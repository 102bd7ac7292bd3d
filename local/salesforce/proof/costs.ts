import type { RequestKind } from "../../core/requests.ts";

/** A composite call is one, whatever is in it; a login is none. */
export function costOf({ url }: RequestKind): Readonly<Record<string, number>> {
  return url.pathname.startsWith("/services/data/") ? { "API calls of the day": 1 } : {};
}
