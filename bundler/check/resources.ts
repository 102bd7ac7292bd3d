import type { Resources } from "../../functions/runtime/define/handler.ts";
import { withDefaults } from "../read/resources.ts";

/** The most memory in MiB, from this many vCPUs on: https://cloud.google.com/run/docs/configuring/services/cpu */
const MOST_MEMORY: readonly (readonly [cpu: number, memoryMiB: number])[] = [
  [8, 32768],
  [6, 24576],
  [4, 16384],
  [2, 8192],
  [1, 4096],
  [0.5, 1024],
  [0.08, 512],
];
/** The least memory in MiB, by vCPUs: the same page. */
const LEAST_MEMORY: ReadonlyMap<number, number> = new Map([
  [4, 2048],
  [6, 4096],
  [8, 4096],
]);

/** What Cloud Run would refuse at deployment, in sentences. */
export function resourceFaults(resources: Resources = {}): string[] {
  const { memoryMiB, cpu, concurrency, minInstances, maxInstances } = withDefaults(resources);
  const faults = [];
  if (!(cpu >= 0.08 && (cpu <= 1 || [2, 4, 6, 8].includes(cpu))))
    faults.push(`resources.cpu is ${shown(cpu)}; 0.08 to 1, 2, 4, 6 and 8 are possible.`);
  if (cpu < 1 && concurrency > 1)
    faults.push(`resources.concurrency is ${shown(concurrency)} with ${cpu} vCPU; more than 1 needs cpu of 1 or more.`);
  const most = MOST_MEMORY.find(([from]) => cpu >= from)?.[1] ?? 0;
  const least = LEAST_MEMORY.get(cpu) ?? 128;
  if (!isWithin(memoryMiB, least, most))
    faults.push(`resources.memoryMiB is ${shown(memoryMiB)} with ${cpu} vCPU; ${least} to ${most} are possible.`);
  if (!isWithin(concurrency, 1, 1000))
    faults.push(`resources.concurrency is ${shown(concurrency)}; 1 to 1000 are possible.`);
  if (!isWithin(maxInstances, 1, 1000))
    faults.push(`resources.maxInstances is ${shown(maxInstances)}; 1 to 1000 are possible.`);
  if (!isWithin(minInstances, 0, 1000))
    faults.push(`resources.minInstances is ${shown(minInstances)}; 0 to 1000 are possible.`);
  if (minInstances > maxInstances)
    faults.push(`resources.minInstances is ${shown(minInstances)}, more than maxInstances, ${maxInstances}.`);
  return faults;
}

export function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/** A value as it is written in the specification: text has quotes. */
export function shown(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
