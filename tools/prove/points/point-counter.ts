import { REACHED } from "./points.ts";

/** Records which points instrumented code reaches. */
export interface PointCounter {
  /** Numbers of the points reached since the last call. */
  take(): number[];
}

/** Makes instrumented code record its points here, instead of in any earlier counter. */
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
