import { likeliest } from "../functions/runtime/define/nearest.ts";

export { likeliest, nearest } from "../functions/runtime/define/nearest.ts";

/** `did you mean "stripe"?`, or all possibilities where none is close. */
export function didYouMean(given: string, known: readonly string[]): string {
  const near = likeliest(given, known);
  return near === undefined ? `there are: ${known.join(", ")}` : `did you mean "${near}"?`;
}
