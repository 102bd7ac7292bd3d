import { REACHED } from "./points.ts";

/** Which points instrumented code has come to, since it was last asked. */
export interface Reached {
  take(): number[];
}

export function countReached(points: number): Reached {
  const seen = new Uint8Array(points);
  Reflect.set(globalThis, REACHED, seen);
  return {
    take() {
      const taken = [...seen.keys()].filter((point) => seen[point] === 1);
      seen.fill(0);
      return taken;
    },
  };
}
