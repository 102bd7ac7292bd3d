import { resolve4 } from "node:dns/promises";
import type { Clock } from "../../functions/runtime/clock.ts";
import type { Condition, Lack, Resolve } from "./readiness.ts";

type Print = (line: string) => void;

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Checks until everything is true, nothing is left that waiting could change, or time is up. Prints what has become
 * true, and what is lacking whenever that changes.
 * @returns what is lacking at the end
 */
export async function waitFor(
  conditions: readonly Condition[],
  minutes: number,
  clock: Clock,
  print: Print,
): Promise<Lack[]> {
  const end = clock.now() + minutes * 60_000;
  const told = new Set<string>();
  const given: Lack[] = [];
  let pending = conditions;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const looks = await Promise.all(pending.map(async (condition) => ({ condition, lacks: await condition.look() })));
    for (const { condition, lacks } of looks) tell(condition, lacks, told, print);
    const isFinal = (lacks: readonly Lack[]) => lacks.some((lack) => lack.isFinal);
    given.push(...looks.filter(({ lacks }) => isFinal(lacks)).flatMap(({ lacks }) => lacks));
    const waiting = looks.filter(({ lacks }) => lacks.length > 0 && !isFinal(lacks));
    if (waiting.length === 0 || clock.now() + pause > end) return [...given, ...waiting.flatMap(({ lacks }) => lacks)];
    pending = waiting.map(({ condition }) => condition);
    await new Promise<void>((resume) => void clock.after(pause, resume));
  }
}

function tell({ sentence }: Condition, lacks: readonly Lack[], told: Set<string>, print: Print): void {
  if (lacks.length === 0) print(sentence);
  for (const { what } of lacks) {
    if (!told.has(what)) print(`Not yet: ${what}.`);
    told.add(what);
  }
}

/** Uses this machine's resolver. */
export const resolveDomain: Resolve = async (domain) => {
  try {
    return await resolve4(domain);
  } catch (error) {
    const code: unknown = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    return code === "ENOTFOUND" || code === "ENODATA" ? [] : undefined;
  }
};
