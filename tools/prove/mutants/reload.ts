import { registerHooks, stripTypeScriptTypes } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "../../../bundler/paths.ts";

/** Texts in place of files, by their path from the checkout's root. */
export type Texts = Readonly<Record<string, string>>;

const functions = pathToFileURL(join(root, "functions/")).href;
const OWN = /^(handlers|clients|configuration)\/.*\.ts$/;
const MARK = "texts";

/**
 * Lets handlers and clients be loaded as often as there are texts for them: each time anew, with all that they import of
 * each other. What runs them is the same for all.
 */
export function reloadable(): (texts: Texts) => (file: string) => Promise<unknown> {
  const all: Texts[] = [];
  const plain = new Map<string, string>();
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const mark = markOf(context.parentURL);
      return mark !== undefined && isOwn(resolved.url)
        ? { ...resolved, url: `${resolved.url}?${MARK}=${mark}` }
        : resolved;
    },
    load(url, context, next) {
      const mark = markOf(url);
      if (mark === undefined) return next(url, context);
      const path = fileURLToPath(url);
      const given = all[mark]?.[path.slice(root.length + 1)];
      const source =
        given === undefined
          ? (plain.get(path) ?? stripTypeScriptTypes(readFileSync(path, "utf8")))
          : stripTypeScriptTypes(given);
      if (given === undefined) plain.set(path, source);
      return { format: "module", source, shortCircuit: true };
    },
  });
  return (texts) => {
    const mark = all.push(texts) - 1;
    return (file) => import(`${pathToFileURL(join(root, file)).href}?${MARK}=${mark}`);
  };
}

function markOf(url: string | undefined): number | undefined {
  const mark = url?.startsWith(functions) === true ? new URL(url).searchParams.get(MARK) : null;
  return mark === null ? undefined : Number(mark);
}

function isOwn(url: string): boolean {
  return url.startsWith(functions) && OWN.test(url.slice(functions.length));
}

/** Has the texts loaded by whoever asks for these files, and other modules in the place of packages. */
export function loadInstead(texts: Texts, packages: Readonly<Record<string, URL>>): void {
  const byUrl = new Map(Object.entries(texts).map(([file, text]) => [pathToFileURL(join(root, file)).href, text]));
  registerHooks({
    resolve: (specifier, context, next) => next(packages[specifier]?.href ?? specifier, context),
    load(url, context, next) {
      const text = byUrl.get(url);
      return text === undefined
        ? next(url, context)
        : { format: "module", source: stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}
