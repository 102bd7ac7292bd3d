import { median } from "../../statistics.ts";
import { type Finding, finding } from "../finding.ts";

/** What an instance holds after so many deliveries. */
export interface Mark {
  readonly deliveries: number;
  readonly bytes: number;
}

/** An id in a set takes sixty and more; where nothing is kept, the marks themselves and what is compiled late take up to twenty. */
const MOST_BYTES = 32;

/** Bytes a delivery: the median of the slopes between any two marks. What is compiled or filled once moves few of them. */
export function growthOf(marks: readonly Mark[]): number {
  return median(marks.flatMap((one, index) => marks.slice(index + 1).map((other) => slopeOf(one, other))));
}

/**
 * Whether it may be worth more deliveries: what is kept of each event makes every step between two marks larger, and what is
 * compiled once one of them alone, which lies within half of all pairs.
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
