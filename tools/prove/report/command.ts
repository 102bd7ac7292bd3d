import { handlerOf } from "../cases/find-case.ts";

export const DEFAULT_SEED = 1;

/** The command that shows the case again. It needs the name, and the seed of drawn cases. */
export function commandFor(name: string, seed: number): string {
  const drawn = seed === DEFAULT_SEED ? "" : ` --seed ${seed}`;
  return `npm run prove -- ${handlerOf(name)} --case ${quoted(name)}${drawn}`;
}

/**
 * In double quotes, which every shell understands, unless the name contains characters that shells interpret within
 * them.
 */
function quoted(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}
