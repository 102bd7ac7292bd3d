import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ObjectDescription, readObjects } from "../../bundler/read/objects.ts";
import { DeliveryError, SpecificationError } from "../../functions/runtime/define/errors.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { CommandError, UsageError } from "../dead-letters/problems.ts";
import { readCommand, usage } from "./arguments.ts";
import { textOf, toDescription } from "./description.ts";
import { type Drift, driftOf } from "./drift.ts";
import { type DescribedOrg, reachOrg } from "./org.ts";
import { readPlaces, usesOf } from "./uses.ts";

export interface Invocation {
  readonly environment: Environment;
  /** schemas/salesforce */
  readonly folder: string;
  /** functions/, where fields are used. */
  readonly functions: string;
  print(line: string): void;
  complain(sentence: string): void;
}

/** npm run describe. @returns the exit code. */
export async function describe(texts: readonly string[], invocation: Invocation): Promise<number> {
  try {
    const { name, objects } = readCommand(texts);
    if (name === "help") invocation.print(usage);
    else if (name === "check") return await check(objects, invocation);
    else await write(objects, invocation);
    return 0;
  } catch (error) {
    const isTold = [UsageError, CommandError, DeliveryError, SpecificationError].some((kind) => error instanceof kind);
    if (!isTold || !(error instanceof Error)) throw error;
    invocation.complain(error.message);
    return 2;
  }
}

async function write(asked: readonly string[], { environment, folder, print }: Invocation): Promise<void> {
  const org = reachOrg(environment);
  const names = asked.length > 0 ? asked : await namesIn(folder);
  const described = await describeAll(org, names);
  const missing = names.filter((name) => described.get(name) === undefined);
  if (missing.length > 0) throw new UsageError(await unknownObjects(org, missing));
  for (const object of described.values()) {
    if (object === undefined) continue;
    await writeFile(join(folder, `${object.name}.json`), textOf(object));
    print(`schemas/salesforce/${object.name}.json: ${Object.keys(object.fields).length} fields`);
  }
  print("git diff shows what is new. Next: npm run build, which makes the types of it, and npm run types.");
}

async function namesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.replace(/\.json$/, ""));
  if (names.length === 0) throw new UsageError("Which objects? npm run describe -- Lead Contact, for example.");
  return names.toSorted();
}

async function describeAll(
  org: DescribedOrg,
  names: readonly string[],
): Promise<Map<string, ObjectDescription | undefined>> {
  const described = new Map<string, ObjectDescription | undefined>();
  // One after another: an org allows few long calls at a time.
  for (const name of names) {
    const answer = await org.describe(name);
    described.set(name, answer && toDescription(name, answer));
  }
  return described;
}

/** Salesforce answers alike for what is hidden and for what is not there. */
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
  const { environment, folder, functions, print } = invocation;
  const org = reachOrg(environment);
  const files = await readObjects(folder);
  const unknown = asked.find((name) => !files.some((object) => object.name === name));
  if (unknown !== undefined)
    throw new UsageError(`There is no schemas/salesforce/${unknown}.json: npm run describe -- ${unknown} writes it.`);
  const objects = files.filter(({ name }) => asked.length === 0 || asked.includes(name));
  const described = await describeAll(
    org,
    objects.map(({ name }) => name),
  );
  const drifts = objects.flatMap((object) => driftOf(object, described.get(object.name)));
  const places = await readPlaces(functions, environment);
  const used = drifts.filter((drift) => printDrift(drift, usesOf(drift, places), print));
  const count = `${drifts.length} difference${drifts.length === 1 ? "" : "s"}`;
  print(`${objects.length} objects of ${org.url}: ${count}, ${used.length} in what functions/ uses.`);
  if (used.length > 0)
    print("Mend the org (permissions, fields), or take it as it is: npm run describe, npm run build, npm run types.");
  return used.length > 0 ? 1 : 0;
}

/** @returns whether anything uses it. */
function printDrift({ object, field, sentence }: Drift, uses: readonly string[], print: Invocation["print"]): boolean {
  const what = field === undefined ? object : `${object}.${field}`;
  print(`${what}: ${sentence}${uses.length === 0 ? "" : ` — used by ${uses.join(", ")}`}`);
  return uses.length > 0;
}
