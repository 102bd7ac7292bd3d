import { readFile } from "node:fs/promises";
import { CommandError } from "../../../local/core/problems.ts";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";

/** A mutant that is equivalent to the original, or needn't be detected. */
export interface Explained {
  /** Its id in the list of survivors. */
  readonly mutant: string;
  readonly file: string;
  /** What it changes, in a few words. */
  readonly what: string;
  readonly reason: string;
}

const FILE = "proof/mutants.json";

/** @throws a sentence for each incomplete entry */
export async function readExplained(): Promise<Explained[]> {
  const entries: unknown = JSON.parse(await readFile(join(root, FILE), "utf8"));
  if (!Array.isArray(entries)) throw new CommandError(`${FILE} must be a list.`);
  const faults = entries.flatMap((entry: unknown, index) =>
    ["mutant", "file", "what", "reason"]
      .filter((member) => {
        const value: unknown = Object(entry)[member];
        return typeof value !== "string" || value === "";
      })
      .map((member) => `${FILE}: ${index}/${member} is missing.`),
  );
  if (faults.length > 0) throw new CommandError(faults.join("\n"));
  return entries;
}
