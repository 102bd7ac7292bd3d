import { readExplained } from "./explained.ts";
import { judgeMutants } from "./report.ts";
import { tryMutants } from "./run.ts";
import { filesFor } from "./scope.ts";

/** What is asked for by name is answered within ten minutes; all of it takes what it takes. */
const BUDGET_MS = 9 * 60_000;

/** `npm run prove -- --mutants [NAME]`: false where too many survive. */
export async function proveByMutants(name: string | undefined): Promise<boolean> {
  const [files, explained] = [await filesFor(name), await readExplained()];
  const started = performance.now();
  const fates = await tryMutants({
    files,
    budgetMs: name === undefined ? undefined : BUDGET_MS,
    onProgress: (line) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${line}`),
  });
  const { lines, isPassed } = judgeMutants(files, fates, explained);
  console.log(lines.join("\n"));
  return isPassed;
}
