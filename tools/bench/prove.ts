import { proveInWorkers } from "../prove/workers/pool.ts";
import type { Result } from "./figure.ts";

/** What `npm run prove` needs: CPU time per case over all cores, and time to the result. */
export async function benchProve(): Promise<Result> {
  const source = new URL("../prove/find.ts", import.meta.url);
  const before = process.cpuUsage();
  const { cases, seconds, handlers } = await proveInWorkers({ source, selection: { seed: 1 }, telling: "kinds" });
  const { user, system } = process.cpuUsage(before);
  return {
    figures: [
      { what: "proof: CPU of a case", unit: "ms", measured: (user + system) / 1000 / cases, goal: 1 },
      { what: `proof of all ${handlers.length} handlers`, unit: "s", measured: seconds, goal: 20 },
    ],
    notes: [`the proof has ${cases} cases; its CPU holds what starts the workers and measures coverage`],
  };
}
