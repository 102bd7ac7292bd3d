import { stripTypeScriptTypes } from "node:module";
import type { SourceFile } from "../../points/source-file.ts";
import { applied, type Mutant } from "../mutant.ts";
import { stepMutants } from "./steps.ts";
import { strykerMutants } from "./stryker.ts";
import { tableMutants } from "./tables.ts";

/** Every mutant of these files, without duplicates, in line order. */
export async function mutantsOf(files: readonly SourceFile[]): Promise<Mutant[]> {
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

/** With types removed. Undefined if it does not parse. */
function erased(source: string): string | undefined {
  try {
    return stripTypeScriptTypes(source).replaceAll(/\s+/g, " ");
  } catch {
    return undefined;
  }
}
