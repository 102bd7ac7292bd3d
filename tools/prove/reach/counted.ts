import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Candidate } from "../candidate.ts";
import { instrumented, pointsOf } from "../mutants/points.ts";
import { clientsOf, filesOfClients, ownFiles, shortName } from "./files.ts";

/** Instrumented handler and client files, with a counter at each point. Plain data, for workers. */
export interface Counted {
  /** Instrumented text by URL. */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: readonly CountedFile[];
}

export interface CountedFile {
  /** Relative to the root. */
  readonly file: string;
  /** Index of the file's first point among all points, and its number of points. */
  readonly first: number;
  readonly count: number;
}

export async function countedFiles(candidates: readonly Candidate[]): Promise<Counted> {
  const own = await Promise.all(candidates.flatMap(({ file }) => (file === undefined ? [] : ownFiles(file))));
  const texts: Record<string, string> = {};
  const files: CountedFile[] = [];
  let first = 0;
  for (const file of new Set([...own.flat(), ...(await filesOfClients(clientsOf(candidates)))])) {
    const source = await readFile(file, "utf8");
    const { length: count } = pointsOf({ source });
    texts[pathToFileURL(file).href] = instrumented({ file, source }, first);
    files.push({ file: shortName(file), first, count });
    first += count;
  }
  return { texts, files };
}
