import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const IMPORTS = /\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g;

/** These files and all that they import by relative paths, and so on: from the root, in order. */
export function withImports(root: string, files: readonly string[]): string[] {
  const found = new Set(files);
  // A set goes on to what is added while it is gone through.
  for (const one of found) {
    const text = existsSync(join(root, one)) ? readFileSync(join(root, one), "utf8") : "";
    for (const [, path = ""] of text.matchAll(IMPORTS)) {
      const imported = relative(root, join(root, dirname(one), path));
      if (existsSync(join(root, imported))) found.add(imported);
    }
  }
  return [...found].toSorted();
}
