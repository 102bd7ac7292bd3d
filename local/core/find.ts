import { existsSync } from "node:fs";
import { CommandError } from "./problems.ts";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { resettable } from "./clock.ts";
import type { StandIn, Surroundings, System } from "./system.ts";

/** What tsc would report, for people who run without it. */
const SPECIFIED = {
  name: "string",
  settings: "function",
  faults: "object",
  operations: "object",
  operationOf: "function",
  faultsFor: "function",
  isHarmless: "function",
  comparable: "function",
  open: "function",
} satisfies Partial<Record<keyof StandIn, string>>;

const OPENED = {
  fetch: "function",
  state: "function",
  seed: "function",
  reset: "function",
  setUp: "function",
  startingStates: "object",
  interventions: "object",
} satisfies Partial<Record<keyof System, string>>;

interface FoundStandIns {
  readonly standIns: readonly StandIn[];
  /** Unusable stand-ins by name: a sentence with the file and its fault. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Finds every stand-in: local/NAME/stand-in.ts. */
export async function lookForStandIns(local = join(import.meta.dirname, "..")): Promise<FoundStandIns> {
  const folders = (await readdir(local)).toSorted().filter((folder) => existsSync(join(local, folder, "stand-in.ts")));
  const broken = new Map<string, string>();
  const found = await Promise.all(
    folders.map((folder) =>
      load(local, folder).catch((error: unknown) => {
        broken.set(folder, error instanceof Error ? error.message : String(error));
        return [];
      }),
    ),
  );
  return { standIns: found.flat(), broken };
}

/** @throws a sentence for each unusable stand-in. */
export async function findStandIns(local?: string): Promise<readonly StandIn[]> {
  const { standIns, broken } = await lookForStandIns(local);
  if (broken.size > 0) throw new CommandError([...broken.values()].join("\n"));
  return standIns;
}

async function load(local: string, folder: string): Promise<StandIn[]> {
  const standIn = checkMembers(folder, "", (await importFile(local, folder)).default, SPECIFIED);
  if (standIn.name === folder) return [standIn];
  throw new Error(`local/${folder}/stand-in.ts: name is "${standIn.name}", and must be its folder's.`);
}

async function importFile(local: string, folder: string): Promise<{ readonly default?: StandIn }> {
  try {
    return await import(pathToFileURL(join(local, folder, "stand-in.ts")).href);
  } catch (error) {
    throw new Error(`local/${folder}/stand-in.ts can't be loaded: ${String(error)}`, { cause: error });
  }
}

/** Opens a stand-in and adds its specification. A reset drops its pending timers. */
export function openStandIn(standIn: StandIn, surroundings: Surroundings): System {
  const clock = resettable(surroundings.clock);
  const given = standIn.open({ ...surroundings, clock });
  const opened = checkMembers(standIn.name, " that open() returns", given, OPENED);
  const reset = () => {
    clock.dropTimers();
    opened.reset();
  };
  return { ...standIn, ...opened, reset };
}

function checkMembers<Value extends object>(
  folder: string,
  where: string,
  value: Value | undefined,
  members: Readonly<Record<string, string>>,
): Value {
  const file = `local/${folder}/stand-in.ts`;
  if (typeof value !== "object") throw new Error(`${file} has no default export${where}: a StandIn is expected.`);
  for (const [member, type] of Object.entries(members)) {
    const given: unknown = Reflect.get(value, member);
    if (typeof given !== type || given === null)
      throw new Error(`${file}: the member ${member}${where} is missing, or no ${type}.`);
  }
  return value;
}
