import { readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import esbuild from "esbuild";
import { dist, root } from "../paths.ts";
import { bundleOptions, type Bundled, bundledPath, entryFileOf } from "./bundles.ts";
import { writeIfChanged } from "./files.ts";

/** An error with its place, for editors. */
interface BuildError {
  /** Relative to the checkout's root. */
  readonly file: string;
  readonly line?: number;
  readonly text: string;
}

/** Rebuilds the functions affected by changed files, based on the last whole build: for npm run dev. */
interface QuickBuild {
  /**
   * Reads the result of a whole build.
   * @returns the functions whose units have changed
   */
  learn(): Promise<readonly string[]>;
  /**
   * Rebuilds and writes the bundles affected by those files.
   * @returns their functions
   */
  rebuild(
    files: readonly string[],
  ): Promise<{ readonly changed: readonly string[]; readonly errors: readonly BuildError[] }>;
  close(): Promise<void>;
}

export function createQuickBuild(): QuickBuild {
  let bundled: Readonly<Record<string, Bundled>> = {};
  const contexts = new Map<string, Promise<esbuild.BuildContext>>();
  const inputs = new Map<string, ReadonlySet<string>>();

  async function dispose(name: string): Promise<void> {
    const context = contexts.get(name);
    contexts.delete(name);
    await (await context)?.dispose();
  }

  /** Whether the bundle has changed. */
  async function rebuildOne(name: string, entry: string): Promise<boolean> {
    const context = contexts.get(name) ?? esbuild.context(bundleOptions(new Map([[name, entry]])));
    contexts.set(name, context);
    const { outputFiles = [], metafile } = await (await context).rebuild();
    inputs.set(name, new Set(Object.keys(metafile?.inputs ?? {})));
    const written = outputFiles.map(({ path, contents }) =>
      writeIfChanged(join(dist, "functions", name, basename(path)), contents),
    );
    return (await Promise.all(written)).includes(true);
  }

  return {
    async learn() {
      const before = bundled;
      bundled = JSON.parse(await readFile(bundledPath, "utf8"));
      const others = Object.keys(before).filter((name) => before[name]?.entry !== bundled[name]?.entry);
      for (const [name, one] of Object.entries(bundled)) inputs.set(name, new Set(one.inputs));
      await Promise.all(others.map(dispose));
      return others;
    },
    async rebuild(files) {
      const places = files.map((file) => relative(root, file).replaceAll("\\", "/"));
      const touched = Object.entries(bundled).filter(([name]) => places.some((place) => inputs.get(name)?.has(place)));
      const results = await Promise.allSettled(touched.map(([name, { entry }]) => rebuildOne(name, entry)));
      const isChanged = (index: number) => results[index]?.status === "fulfilled" && results[index].value;
      const errors = results.flatMap((result, index) =>
        result.status === "rejected" ? errorsIn(result.reason, touched[index]?.[0]) : [],
      );
      return {
        changed: touched.map(([name]) => name).filter((_, index) => isChanged(index)),
        errors: onlyOnce(errors),
      };
    },
    close: async () => void (await Promise.all([...contexts.keys()].map(dispose))),
  };
}

/**
 * The errors in people's own files. A unit missing from a generated entry was deleted: the next whole build rewrites
 * the entry or drops the function.
 */
function errorsIn(error: unknown, name: string | undefined): BuildError[] {
  const { errors }: { errors?: readonly esbuild.Message[] } = Object(error);
  if (errors === undefined) throw error;
  const own = errors.filter(({ location }) => location?.file !== entryFileOf(name ?? ""));
  return own.map(({ text, location }) => ({
    file: location?.file ?? "",
    text,
    ...(location !== null && { line: location.line }),
  }));
}

function onlyOnce(errors: readonly BuildError[]): BuildError[] {
  return [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
}
