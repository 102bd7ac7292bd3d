import { invalid } from "../state/status.ts";

const DEFAULT_SIZE = 100;
const LARGEST_SIZE = 1000;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

/** A page of a list; the token is the index of the next one. */
export function page<T>(items: readonly T[], size: number, token: string): Page<T> {
  const start = Number(token);
  const isValid = [size, start].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!isValid) throw invalid("Invalid page size or page token.");
  const end = start + Math.min(size || DEFAULT_SIZE, LARGEST_SIZE);
  return { items: items.slice(start, end), ...(end < items.length ? { nextPageToken: String(end) } : {}) };
}
