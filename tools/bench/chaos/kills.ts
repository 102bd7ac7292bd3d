import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionProcess } from "../../../local/runner/functions/function-process.ts";

const SHORTEST_MS = 500;
const LONGEST_MS = 4000;

/** Kills one of the functions with SIGKILL at random moments until the signal aborts. @returns how often */
export async function killAtRandom(
  functions: readonly FunctionProcess[],
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  let kills = 0;
  while (!signal.aborted) {
    await sleep(SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS), undefined, { signal }).catch(() => undefined);
    const pid = functions[Math.floor(random() * functions.length)]?.pid();
    if (signal.aborted || pid === undefined) continue;
    process.kill(pid, "SIGKILL");
    kills += 1;
  }
  return kills;
}
