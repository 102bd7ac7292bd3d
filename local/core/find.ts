import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { resettable } from "./clock.ts";
import type { StandIn, Surroundings, System } from "./system.ts";

/** What tsc would say, said to those too who run without it. */
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

/**
 * Every stand-in that there is, by its folder: local/NAME/stand-in.ts.
 * @throws a sentence that names the file and the member that is missing or wrong.
 */
export async function findStandIns(local = join(import.meta.dirname, "..")): Promise<StandIn[]> {
  const folders = (await readdir(local)).toSorted().filter((folder) => existsSync(join(local, folder, "stand-in.ts")));
  return Promise.all(
    folders.map(async (folder) => {
      const module: { default?: StandIn } = await import(pathToFileURL(join(local, folder, "stand-in.ts")).href);
      const standIn = checkMembers(folder, "", module.default, SPECIFIED);
      if (standIn.name === folder) return standIn;
      throw new Error(`local/${folder}/stand-in.ts: name is "${standIn.name}", and must be its folder's.`);
    }),
  );
}

/** A stand-in at work, beside its specification. What waits for its clock when it is reset never comes about. */
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
