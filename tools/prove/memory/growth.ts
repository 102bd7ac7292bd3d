import { median } from "../../statistics.ts";
import { type Finding, finding } from "../finding.ts";

/** Heap size after a number of deliveries. */
export interface Mark {
  readonly deliveries: number;
  readonly bytes: number;
}

/**
 * An id kept in a Set takes 60 bytes and more. Without a leak, the marks themselves and late compilation take up to 20.
 */
const MOST_BYTES = 32;

/**
 * Bytes per delivery: the median slope between any two marks. One-off work such as compilation affects few of these
 * pairs.
 */
export function growthOf(marks: readonly Mark[]): number {
  return median(marks.flatMap((one, index) => marks.slice(index + 1).map((other) => slopeOf(one, other))));
}

/**
 * Whether more deliveries are worth running. A leak makes every step between marks grow; one-off work makes a single
 * step grow, which affects at most half of all pairs.
 */
export function mayGrow(marks: readonly Mark[]): boolean {
  return median(marks.slice(1).map((mark, index) => slopeOf(marks[index] ?? mark, mark))) > MOST_BYTES;
}

function slopeOf(one: Mark, other: Mark): number {
  return (other.bytes - one.bytes) / (other.deliveries - one.deliveries);
}

export function growthFindings(bytesEach: number): Finding[] {
  if (bytesEach <= MOST_BYTES) return [];
  const [each, thousand] = [Math.round(bytesEach / 10) * 10, Math.round(bytesEach)];
  return [
    finding("isolation", `keeps about ${each} bytes of each event: ${thousand} kB more after a thousand deliveries`),
  ];
}
