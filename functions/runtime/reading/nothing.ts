import { isBlank } from "./text.ts";

/** Whether a value says nothing: it is absent, null or blank, or a list of such. */
export function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isNothing) : value === undefined || value === null || isBlank(value);
}
