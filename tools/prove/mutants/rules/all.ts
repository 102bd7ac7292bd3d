import { stripTypeScriptTypes } from "node:module";
import { applied, type Mutant, type MutatedFile } from "../mutant.ts";
import { stepMutants } from "./steps.ts";
import { strykerMutants } from "./stryker.ts";
import { tableMutants } from "./tables.ts";

/** Every mutant of these files, each text once, in the order of their lines. */
export async function mutantsOf(files: readonly MutatedFile[]): Promise<Mutant[]> {
  const all = [
    ...(await strykerMutants(files)),
    ...files.flatMap((file) => [...stepMutants(file), ...tableMutants(file)]),
  ];
  return files.flatMap(({ file, source }) => {
    const own = all.filter((mutant) => mutant.file === file).toSorted((one, other) => one.start - other.start);
    const texts = new Set([erased(source)]);
    return own.filter((mutant) => {
      const text = erased(applied(source, mutant));
      const isNew = text !== undefined && !texts.has(text);
      texts.add(text);
      return isNew;
    });
  });
}

/** As it runs; undefined for what is no program. */
function erased(source: string): string | undefined {
  try {
    return stripTypeScriptTypes(source).replaceAll(/\s+/g, " ");
  } catch {
    return undefined;
  }
}
