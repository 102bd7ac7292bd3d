import { readExplained } from "./explained.ts";
import { judgeMutants, spellSurvivors } from "./report.ts";
import { tryMutants } from "./run.ts";
import { filesFor, handlersWith } from "./scope.ts";

/** What is asked for by name is answered after about ten minutes; all of it takes what it takes. */
const BUDGET_MS = 9 * 60_000;

/**
 * `npm run prove -- --mutants [NAME...]`: false where too many survive.
 * @param budgetMs for which mutants are tried, once all is prepared.
 */
export async function proveByMutants(names: readonly string[], budgetMs: number | undefined): Promise<boolean> {
  const [files, explained] = [await filesFor(names), await readExplained()];
  const started = performance.now();
  const onProgress = (line: string) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${line}`);
  const fates = await tryMutants({
    files,
    handlers: await handlersWith(files),
    budgetMs: budgetMs ?? (names.length === 0 ? undefined : BUDGET_MS),
    onProgress,
    onTried(tried) {
      for (const line of spellSurvivors(files, tried, explained)) console.log(line);
    },
  });
  const { lines, isPassed } = judgeMutants(files, fates, explained);
  console.log(lines.join("\n"));
  return isPassed;
}
