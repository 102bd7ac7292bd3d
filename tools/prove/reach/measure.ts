import { Session } from "node:inspector/promises";

/** Of each file that a thread has loaded, by its URL: for each character of its text, whether it has run (1) or not (0). */
export type Reached = ReadonlyMap<string, Uint8Array>;

interface FunctionRanges {
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
}

/**
 * V8's own coverage of what this thread loads from now on. It is told once, at the end: V8 says of a function once that it has
 * run, and not which further parts of it have later.
 */
export async function measureCoverage(): Promise<(isWanted: (url: string) => boolean) => Promise<Reached>> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  return async (isWanted) => {
    const { result } = await session.post("Profiler.takePreciseCoverage");
    return new Map(result.filter(({ url }) => isWanted(url)).map(({ url, functions }) => [url, reachedBy(functions)]));
  };
}

/** The functions come outermost first, and so do the ranges of each: an inner one knows better than the one around it. */
export function reachedBy(functions: readonly FunctionRanges[]): Uint8Array {
  const ranges = functions.flatMap((one) => one.ranges);
  const reached = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
  for (const { startOffset, endOffset, count } of ranges) reached.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return reached;
}

/** What has run in either. */
export function unite(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: Math.max(one.length, other.length) }, (_, at) => (one[at] || other[at] ? 1 : 0));
}
