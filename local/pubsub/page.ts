import { invalid } from "./status.ts";

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

/** One page of a list; the token is the place that the next one begins at. */
export function page<T>(items: readonly T[], size: number, token: string): { readonly items: readonly T[]; readonly nextPageToken?: string } {
  const start = Number(token);
  if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(start) || start < 0) throw invalid("Invalid page size or page token.");
  const end = start + Math.min(size || DEFAULT_SIZE, LARGEST_SIZE);
  return { items: items.slice(start, end), ...(end < items.length ? { nextPageToken: String(end) } : {}) };
}
