import { lookForStandIns } from "../../local/core/find.ts";
import type { Candidate } from "./run/candidate.ts";
import { updateDocumentation } from "./declared/documentation.ts";
import { writeAccepted } from "./effects/file.ts";
import { source } from "./find.ts";
import { DEFAULT_SEED } from "./report/command.ts";
import { spellFirst } from "./report/terminal.ts";
import { spellJudged, spellWritten } from "./report/updated.ts";
import { proveInWorkers } from "./workers/pool.ts";

/**
 * Writes the effects files, where effects are known, and proof/README.md with the declarations.
 * @returns the exit code
 */
export async function update(
  candidates: readonly Candidate[],
  only: readonly string[] | undefined,
  isProved: boolean,
): Promise<number> {
  const selection = { only, seed: DEFAULT_SEED, properties: [] };
  const isJudged = isProved && only !== undefined;
  const written = new Set<string>();
  for (const { handler, effects, problems } of (
    await proveInWorkers({ source, selection, telling: "kinds", screen: process.stderr })
  ).handlers) {
    const isNew = effects !== undefined && (await writeAccepted(handler, effects));
    if (isNew) written.add(handler);
    const why = problems.map(({ rule }) => `  ${handler} ${rule}`);
    if (effects === undefined) console.error([`proof/${handler}.effects.md is not written:`, ...why].join("\n"));
    else console.log(spellWritten(handler, { isNew, isJudged }));
  }
  const handlers = candidates.map(({ handler }) => handler);
  await updateDocumentation(handlers, (await lookForStandIns()).standIns);
  if (!isProved) return 0;
  if (only !== undefined) return tellConvergence(only, written);
  console.log("Whether they converge is told by `npm run prove`, and not here.");
  return 0;
}

/** An effects file says nothing about convergence. With cached results this check is quick. */
async function tellConvergence(only: readonly string[], written: ReadonlySet<string>): Promise<number> {
  let code = 0;
  const selection = { only, seed: DEFAULT_SEED, mostFailures: 1 };
  const { handlers } = await proveInWorkers({
    source,
    selection,
    usesCache: true,
    telling: "kinds",
    screen: process.stderr,
  });
  for (const proof of handlers) {
    const { handler, results, problems } = proof;
    // Its effects have just been written.
    const others = problems.filter(({ property }) => property !== "effects");
    const converges = others.length === 0 && results.every(({ verdict }) => verdict !== "failed");
    const said = spellJudged(handler, { isNew: written.has(handler), converges });
    if (said !== undefined) (converges ? console.log : console.error)(said);
    if (converges) continue;
    console.error(spellFirst(proof, DEFAULT_SEED).join("\n"));
    code = 1;
  }
  return code;
}
