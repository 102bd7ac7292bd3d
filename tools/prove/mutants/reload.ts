import { registerHooks, stripTypeScriptTypes } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { root } from "../../../bundler/paths.ts";
import { withImports } from "../cache/imports.ts";

/** Texts to use instead of files, by path relative to the root. */
export type Texts = Readonly<Record<string, string>>;

/** Where mutants are, and what of it may be reloaded for each. */
const RELOADED = /^functions\/.*\.ts$/;

const base = pathToFileURL(`${root}/`).href;
const MARK = "texts";

/**
 * Lets files be loaded repeatedly, with other texts each time. Of what they import, only these are loaded anew: files that
 * have such a text, or import one that has, directly or not, and those for which `isAlways` holds (given the path
 * relative to the root). All other modules are shared.
 * @param packages modules to use instead of packages
 */
export function reloadable(
  isAlways: (file: string) => boolean = () => false,
  packages: Readonly<Record<string, URL>> = {},
): (texts: Texts) => (file: string) => Promise<unknown> {
  const all: Texts[] = [];
  const plain = new Map<string, string>();
  const imports = new Map<string, readonly string[]>();
  const comesToText = (file: string, mark: number) => {
    const imported = imports.get(file) ?? withImports(root, [file]);
    imports.set(file, imported);
    const texts = all[mark] ?? {};
    return imported.some((one) => Object.hasOwn(texts, one));
  };
  const isOwn = (file: string, mark: number) => isAlways(file) || (RELOADED.test(file) && comesToText(file, mark));
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(packages[specifier]?.href ?? specifier, context);
      const mark = markOf(context.parentURL);
      return mark !== undefined && resolved.url.startsWith(base) && isOwn(resolved.url.slice(base.length), mark)
        ? { ...resolved, url: marked(resolved.url, mark) }
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
    return (file) => import(marked(pathToFileURL(join(root, file)).href, mark));
  };
}

/** Ends with the file's name, for code that reads it in an error's stack. */
function marked(url: string, mark: number): string {
  return `${url}?${MARK}=${mark}&/${basename(url)}`;
}

function markOf(url: string | undefined): number | undefined {
  const mark = url?.startsWith(base) === true ? new URL(url).searchParams.get(MARK) : null;
  return mark === null ? undefined : Number(mark);
}
