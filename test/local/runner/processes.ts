import { spawnSync } from "node:child_process";
import { poll } from "./history.ts";

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The processes that a process has started and that still run; without those that guard these. */
export function childrenOf(pid: number): number[] {
  const ps = spawnSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  const rows = ps.stdout
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .filter(([_child, _parent, command]) => command !== "sh");
  return rows
    .map(([child, parent]) => ({ child: Number(child), parent: Number(parent) }))
    .flatMap(({ child, parent }) => (parent === pid && child !== ps.pid ? [child] : []));
}

/** Until none of them runs any more. */
export async function ended(pids: readonly number[]): Promise<void> {
  await poll(() => !pids.some(isAlive), `the end of the processes ${pids.join(", ")}`);
}
