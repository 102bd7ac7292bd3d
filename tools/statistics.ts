/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that at least this percentage of values does not exceed (for two in the middle, their mean). */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) throw new Error("There is nothing to take the middle of.");
  const sorted = [...values].sort((a, b) => a - b);
  const place = (percent / 100) * (sorted.length - 1);
  const [below = Number.NaN, above = below] = sorted.slice(Math.floor(place), Math.floor(place) + 2);
  return below + (above - below) * (place - Math.floor(place));
}
