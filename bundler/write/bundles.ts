import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import esbuild from "esbuild";
import { zipSync } from "fflate";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { entriesOf } from "./entries.ts";
import { jsonFile, removeAllBut, writeIfChanged } from "./files.ts";
import { leaveOut } from "./left-out.ts";
import { lockOf } from "./lock.ts";
import { dist, root } from "../paths.ts";
import type { Units } from "../read/units.ts";

const FRAMEWORK = "@google-cloud/functions-framework";
const MAP = "index.cjs.map";

interface Bundles {
  /** Paths of the zips below dist, by function; each name contains the content's hash. */
  readonly zips: ReadonlyMap<string, string>;
  /**
   * Writes the zips, which only deployment needs, with their source maps beside them, and removes those of earlier
   * builds.
   */
  writeZips(): Promise<void>;
}

/** Writes dist/functions/NAME/ for every source and handler, the keeper and the sweep. */
export async function bundleFunctions(units: Units): Promise<Bundles> {
  const entries = entriesOf(units);
  const lock: unknown = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const { outputFiles, metafile } = await bundle(entries);
  const contents = new Map(outputFiles.map((file) => [file.path, Buffer.from(file.contents)]));
  const written = await Promise.all(
    [...entries].map(async ([name, entry]) => ({
      name,
      entry,
      inputs: inputsOf(name, metafile),
      ...(await writeFunction(name, contents, lock)),
    })),
  );
  const bundled = Object.fromEntries(
    written.map(({ name, entry, inputs }): [string, Bundled] => [name, { entry, inputs }]),
  );
  await writeIfChanged(bundledPath, jsonFile(bundled));
  return {
    zips: new Map(written.map(({ name, zip }) => [name, zip])),
    async writeZips() {
      for (const { zip, files, map } of written) {
        await writeZip(join(dist, zip), files);
        await writeIfChanged(join(dist, mapBeside(zip)), map);
      }
      const current = written.flatMap(({ name, zip }) => [
        name,
        ...[zip, mapBeside(zip)].map((path) => basename(path)),
      ]);
      await removeAllBut(new Set(current), join(dist, "functions"));
    },
  };
}

const GENERATED = "entry";

/** The name of a function's generated entry, which is not a file, in error messages. */
export function entryFileOf(name: string): string {
  return `${GENERATED}:${name}`;
}

/** esbuild's options for functions, given their entries. In one build, a file that several import is parsed once. */
export function bundleOptions(entries: ReadonlyMap<string, string>) {
  return {
    entryPoints: Object.fromEntries([...entries.keys()].map((name) => [`${name}/index`, entryFileOf(name)])),
    outdir: join(dist, "functions"),
    outExtension: { ".js": ".cjs" }, // spares the framework the search for a package.json
    absWorkingDir: root,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    // Identifiers are not minified, because logs name errors by class. esbuild's keepNames is no alternative: it sets
    // the name of every function as it is created, which costs a tenth of a webhook's time.
    platform: "node",
    target: "node24",
    format: "cjs",
    external: [FRAMEWORK],
    plugins: [generated(entries), leaveOut],
    legalComments: "none",
    sourcemap: "linked", // used locally and by npm run where
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    write: false,
  } satisfies esbuild.BuildOptions;
}

/** Gives esbuild the generated entries. */
function generated(entries: ReadonlyMap<string, string>): esbuild.Plugin {
  return {
    name: GENERATED,
    setup(build) {
      const prefix = new RegExp(`^${GENERATED}:`);
      build.onResolve({ filter: prefix }, ({ path }) => ({ path: path.replace(prefix, ""), namespace: GENERATED }));
      build.onLoad({ filter: /^/, namespace: GENERATED }, ({ path }) => ({
        contents: entries.get(path) ?? "",
        resolveDir: root,
        loader: "ts",
      }));
    },
  };
}

async function bundle(entries: ReadonlyMap<string, string>) {
  const result = await esbuild.build(bundleOptions(entries)).catch((error: unknown) => {
    throw bundleFault(error);
  });
  const missing = result.warnings.filter(({ id }) => id === "empty-import-meta");
  if (missing.length > 0) throw bundleFault({ errors: missing });
  return result;
}

/** Our own files that a function's entry imports, directly or not. */
function inputsOf(name: string, { inputs }: esbuild.Metafile): string[] {
  const reached = new Set([entryFileOf(name)]);
  for (const file of reached)
    for (const { path, external } of inputs[file]?.imports ?? []) if (!external) reached.add(path);
  return [...reached].filter((file) => !file.startsWith("node_modules/"));
}

/** Writes a function's folder. */
async function writeFunction(name: string, contents: ReadonlyMap<string, Buffer>, lock: unknown) {
  const folder = join(dist, "functions", name);
  const lockFile = lockOf(lock, name, [FRAMEWORK]);
  const dependencies = lockFile.packages[""]?.dependencies ?? {};
  const map = contents.get(join(folder, MAP)) ?? Buffer.of();
  const files = {
    "index.cjs": contents.get(join(folder, "index.cjs")) ?? Buffer.of(),
    "package.json": jsonFile({
      name,
      version: "0.0.0",
      private: true,
      main: "index.cjs",
      engines: { node: ">=24" },
      dependencies,
    }),
    "package-lock.json": jsonFile(lockFile),
  };
  const unzipped = Object.entries({ ...files, [MAP]: map });
  await Promise.all(unzipped.map(([file, content]) => writeIfChanged(join(folder, file), content)));
  return { zip: zipOf(name, files), files, map };
}

/** Errors for code that Node loads but esbuild refuses, with file and line. */
function bundleFault(error: unknown): unknown {
  const { errors = [] }: { readonly errors?: readonly esbuild.Message[] } = Object(error);
  const sentences = errors.map(({ text, location }) => {
    const place = location === null ? "functions" : `${location.file}:${location.line}`;
    return `${place}: it can't be bundled: ${text}.${remedyFor(text)}`;
  });
  return errors.length === 0 ? error : new SpecificationError([...new Set(sentences)].join("\n"), { cause: error });
}

function remedyFor(fault: string): string {
  if (fault.startsWith("Top-level await")) return " Await inside run() instead.";
  return fault.includes('"import.meta"')
    ? ' A bundle has no files beside it: import JSON, with { type: "json" }, and put other text into a module.'
    : "";
}

/** The result of the last whole build, for the incremental builds of npm run dev. */
export const bundledPath = join(dist, "bundled.json");

export interface Bundled {
  readonly entry: string;
  /** Our own files in the bundle, relative to the checkout's root. */
  readonly inputs: readonly string[];
}

/** The path of the source map for a zip, which does not include it. */
export function mapBeside(zip: string): string {
  return zip.replace(/\.zip$/, ".map");
}

/** Equal content gives an equal name, so an unchanged function is not deployed again. */
function zipOf(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash("sha256");
  for (const [file, content] of Object.entries(files)) hash.update(`${file} ${content.length}\n`).update(content);
  return join("functions", `${name}-${hash.digest("hex").slice(0, 16)}.zip`);
}

/** Reproducible: equal files give equal bytes. An existing zip already holds the content its name says. */
async function writeZip(path: string, files: Record<string, Uint8Array>): Promise<void> {
  if (existsSync(path)) return;
  // The earliest date that zip supports, in local time as the format requires.
  await writeIfChanged(path, zipSync(files, { level: 6, mtime: new Date(1980, 0, 1), os: 3, attrs: 0o644 << 16 }));
}
