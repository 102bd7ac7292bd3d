import { readExplained } from "../declared/explained.ts";
import { judgeMutants, spellSurvivors } from "./report.ts";
import { tryMutants } from "./run.ts";
import { filesFor, handlersWith } from "./scope.ts";

/** Limit for files requested by name. A run over everything has none. */
const BUDGET_MS = 9.5 * 60_000;

interface MutantsAsked {
  /** Handlers, files and folders. Empty: all. */
  readonly names: readonly string[];
  /** For the whole command. */
  readonly budgetMs: number | undefined;
  /** Determines which mutants are drawn if the budget does not suffice for all. */
  readonly seed: number;
}

/** `npm run prove -- --mutants [NAME...]`: false if too many survive. */
export async function proveByMutants({ names, budgetMs, seed }: MutantsAsked): Promise<boolean> {
  const [files, explained] = [await filesFor(names), await readExplained()];
  const started = performance.now();
  const onProgress = (line: string) => console.error(`${Math.round((performance.now() - started) / 1000)} s: ${line}`);
  const fates = await tryMutants({
    files,
    handlers: await handlersWith(files),
    budgetMs: budgetMs ?? (names.length === 0 ? undefined : BUDGET_MS),
    seed,
    onProgress,
    onTried(tried) {
      for (const line of spellSurvivors(files, tried, explained)) console.log(line);
    },
  });
  const { lines, isPassed } = judgeMutants(files, fates, explained);
  console.log(lines.join("\n"));
  return isPassed;
}
