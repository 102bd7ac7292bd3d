import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Candidate } from "../run/candidate.ts";
import type { Counted, CountedFile } from "../points/counted.ts";
import { instrumented, pointsOf } from "../points/points.ts";
import { clientsOf, filesOfClients, ownFiles, shortName } from "./files.ts";

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
