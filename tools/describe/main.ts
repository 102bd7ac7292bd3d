import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { objectNames, readObjects } from "../../bundler/read/objects.ts";
import { UsageError } from "../../local/core/problems.ts";
import { readCommand, usage } from "./arguments.ts";
import { runCommand } from "../command.ts";
import { textOf, toDescription } from "./description.ts";
import { driftOf } from "./drift.ts";
import { type DescribedOrg, reachOrg } from "./org.ts";
import { readPlaces, usesOf } from "./uses.ts";
import type { Terminal } from "../terminal.ts";

interface Invocation extends Terminal {
  /** schemas/salesforce */
  readonly folder: string;
  /** functions/, where fields are used. */
  readonly functions: string;
}

/** npm run describe. @returns the exit code. */
export function describe(texts: readonly string[], invocation: Invocation): Promise<number> {
  const act = async () => {
    const { name, objects } = readCommand(texts);
    return (name === "check" ? check : write)(objects, invocation);
  };
  return runCommand(invocation, usage, act, 2);
}

async function write(asked: readonly string[], invocation: Invocation): Promise<void> {
  const { environment, folder, print } = invocation;
  const org = reachOrg(environment);
  const names = asked.length > 0 ? asked : await objectNames(folder);
  if (names.length === 0) throw new UsageError("Which objects? npm run describe -- Lead Contact, for example.");
  const described = await describeAll(org, names);
  const missing = names.filter((name) => described.get(name) === undefined);
  if (missing.length > 0) throw new UsageError(await unknownObjects(org, missing));
  const objects = [...described.values()].filter((object) => object !== undefined);
  // An unreadable file is rewritten like any other.
  const before = await readObjects(folder).catch((): ObjectDescription[] => []);
  await tellDrifts(before, new Map(objects.map((object) => [object.name, object])), invocation);
  for (const object of objects) {
    await writeFile(join(folder, `${object.name}.json`), textOf(object));
    print(`schemas/salesforce/${object.name}.json: ${Object.keys(object.fields).length} fields`);
  }
  print("Next: npm run build, which makes the types of it, and npm run types.");
}

type Described = ReadonlyMap<string, ObjectDescription | undefined>;

async function describeAll(org: DescribedOrg, names: readonly string[]): Promise<Described> {
  const described = new Map<string, ObjectDescription | undefined>();
  // Sequentially: an org allows only a few long calls at a time.
  for (const name of names) {
    const answer = await org.describe(name);
    described.set(name, answer && toDescription(name, answer));
  }
  return described;
}

/** Salesforce gives the same answer for hidden and missing objects. */
async function unknownObjects(org: DescribedOrg, missing: readonly string[]): Promise<string> {
  const present = await org.objects();
  const plain = (name: string) => name.toLowerCase().replaceAll(/__c$|_|s$/g, "");
  const sentences = missing.map((name) => {
    const alike = present.filter((other) => plain(other) === plain(name));
    const hint = alike.length > 0 ? ` There is ${alike.join(", ")}.` : "";
    return `${name}: the org has no such object, or hides it from the user that ycat logs in as: look at its API name and at the user's permission sets.${hint}`;
  });
  return [...sentences, "Nothing was written."].join("\n");
}

async function check(asked: readonly string[], invocation: Invocation): Promise<number> {
  const { environment, folder, print } = invocation;
  const org = reachOrg(environment);
  const files = await readObjects(folder);
  const unknown = asked.find((name) => !files.some((object) => object.name === name));
  if (unknown !== undefined)
    throw new UsageError(`There is no schemas/salesforce/${unknown}.json: npm run describe -- ${unknown} writes it.`);
  const names = files.map(({ name }) => name).filter((name) => asked.length === 0 || asked.includes(name));
  const { all, used } = await tellDrifts(files, await describeAll(org, names), invocation);
  print(`${names.length} objects of ${org.url}: ${all} differences, ${used} in what functions/ uses.`);
  if (used > 0)
    print("Mend the org (permissions, fields), or take it as it is: npm run describe, npm run build, npm run types.");
  return used > 0 ? 1 : 0;
}

/**
 * Prints how the described objects differ from their files, and what uses the differing parts.
 * @returns the number of differences
 */
async function tellDrifts(
  files: readonly ObjectDescription[],
  described: Described,
  { environment, functions, print }: Invocation,
): Promise<{ readonly all: number; readonly used: number }> {
  const drifts = files
    .filter(({ name }) => described.has(name))
    .flatMap((file) => driftOf(file, described.get(file.name)));
  const places = await readPlaces(functions, environment);
  const used = drifts.filter((drift) => {
    const { object, field, sentence } = drift;
    const uses = usesOf(drift, places);
    const what = field === undefined ? object : `${object}.${field}`;
    print(`${what}: ${sentence}${uses.length === 0 ? "" : ` — used by ${uses.join(", ")}`}`);
    return uses.length > 0;
  });
  return { all: drifts.length, used: used.length };
}
