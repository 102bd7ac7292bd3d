import type { Manifest } from "../../../bundler/write/manifest.ts";
import { functionsOf } from "./handlers.ts";
import type { FunctionProcess } from "./function-process.ts";

/**
 * Replaces functions whose bundle a new build has added, removed or changed, and returns their names. Those in `ahead`
 * are up to date. All are replaced before any is stopped, so that no request starts an old one again.
 */
export async function replaceFunctions(
  running: Map<string, FunctionProcess>,
  {
    before,
    after,
    ahead,
  }: { readonly before: Manifest; readonly after: Manifest; readonly ahead: ReadonlySet<string> },
  create: (name: string) => FunctionProcess,
): Promise<readonly string[]> {
  const [were, are] = [functionsOf(before), functionsOf(after)];
  const names = new Set([...Object.keys(were), ...Object.keys(are)]);
  const changed = [...names].filter((name) => !ahead.has(name) && are[name]?.bundle !== were[name]?.bundle);
  const replaced = changed.map((name) => running.get(name)).filter((one) => one !== undefined);
  for (const name of changed) {
    if (name in are) running.set(name, create(name));
    else running.delete(name);
  }
  await Promise.all(replaced.map((one) => one.stop()));
  return changed;
}
