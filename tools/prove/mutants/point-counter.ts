import { REACHED } from "./points.ts";

/** Which points instrumented code has come to. */
export interface PointCounter {
  /** The numbers of those that it has come to since this was last called. */
  take(): number[];
}

/** Has code that is instrumented with so many points mark them here, and no longer where it did before. */
export function countPoints(points: number): PointCounter {
  const seen = new Uint8Array(points);
  Reflect.set(globalThis, REACHED, seen);
  return {
    take() {
      const taken: number[] = [];
      for (let point = seen.indexOf(1); point !== -1; point = seen.indexOf(1, point + 1)) taken.push(point);
      seen.fill(0);
      return taken;
    },
  };
}
