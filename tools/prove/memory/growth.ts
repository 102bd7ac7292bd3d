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
  const slopes = marks
    .flatMap((one, index) =>
      marks.slice(index + 1).map((other) => (other.bytes - one.bytes) / (other.deliveries - one.deliveries)),
    )
    .toSorted((one, other) => one - other);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

export function isGrowing(marks: readonly Mark[]): boolean {
  return growthOf(marks) > MOST_BYTES;
}

export function growthFindings(bytesEach: number): Finding[] {
  if (bytesEach <= MOST_BYTES) return [];
  const [each, thousand] = [Math.round(bytesEach / 10) * 10, Math.round(bytesEach)];
  return [
    finding("isolation", `keeps about ${each} bytes of each event: ${thousand} kB more after a thousand deliveries`),
  ];
}
