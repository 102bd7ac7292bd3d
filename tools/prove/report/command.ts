import { handlerOf } from "./find-case.ts";

export const DEFAULT_SEED = 1;

/** What to type to see the case again: it is found by its name, and drawn by its seed. */
export function commandFor(name: string, seed: number): string {
  const drawn = seed === DEFAULT_SEED ? "" : ` --seed ${seed}`;
  return `npm run prove -- ${handlerOf(name)} --case ${quoted(name)}${drawn}`;
}

/** In double quotes, which every shell knows, unless the name holds what a shell reads within them. */
function quoted(text: string): string {
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}
