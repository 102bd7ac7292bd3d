import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import type { ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { objectFaults } from "./object-faults.ts";
import { root } from "../paths.ts";

export const objectsFolder = join(root, "schemas/salesforce");

/**
 * Reads the descriptions of the org's objects.
 * @throws SpecificationError with a sentence for every fault in the files.
 */
export async function readObjects(folder = objectsFolder): Promise<ObjectDescription[]> {
  const names = await objectNames(folder);
  const read = await Promise.all(
    names.map(async (name) => parseObject(name, await readFile(join(folder, `${name}.json`), "utf8"))),
  );
  const faults = read.flatMap((one) => one.faults);
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
  return read.map(({ described }) => described as ObjectDescription); // without faults, it is one
}

/** The objects that have a file, whether or not it can be read. */
export async function objectNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
  return names.toSorted();
}

function parseObject(name: string, text: string): { readonly described: unknown; readonly faults: readonly string[] } {
  let described: unknown;
  try {
    described = JSON.parse(text);
  } catch {
    const fault = `schemas/salesforce/${name}.json is not JSON: npm run describe -- ${name} rewrites it.`;
    return { described, faults: [fault] };
  }
  return { described, faults: objectFaults(name, text, described) };
}
