import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const IMPORTS = /\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g;

/** These files and their transitive relative imports, sorted, relative to the root. */
export function withImports(root: string, files: readonly string[]): string[] {
  const found = new Set(files);
  // Iterating a Set includes items added during the iteration.
  for (const one of found) {
    const text = existsSync(join(root, one)) ? readFileSync(join(root, one), "utf8") : "";
    for (const [, path = ""] of text.matchAll(IMPORTS)) {
      const imported = relative(root, join(root, dirname(one), path));
      if (existsSync(join(root, imported))) found.add(imported);
    }
  }
  return [...found].toSorted();
}
