import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import esbuild from "esbuild";
import { zipSync } from "fflate";
import { type AnyHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { KEEPER } from "../../functions/runtime/keeper/handlers.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import { jsonFile, removeAllBut, writeIfChanged } from "./files.ts";
import { leaveOut } from "./left-out.ts";
import { lockOf } from "./lock.ts";
import { dist, root } from "../paths.ts";
import { fileNameOf } from "../read/schemas.ts";
import { parserOf } from "../read/source-unit.ts";
import { type SourceFile, sweptBy, type Units, unorderedTypes } from "../read/units.ts";
import { envelopeValidator, eventValidator, kindValidator, validatorPath } from "./validators.ts";

const FRAMEWORK = "@google-cloud/functions-framework";
const MAP = "index.cjs.map";

export interface Bundles {
  /** Paths of the zips below dist, by function; each name contains the content's hash. */
  readonly zips: ReadonlyMap<string, string>;
  /**
   * Writes the zips, which only deployment needs, with their source maps beside them, and removes those of earlier
   * builds.
   */
  writeZips(): Promise<void>;
}

/** Writes dist/functions/NAME/ for every source and handler, the keeper and the sweep. */
export async function bundleFunctions({ sources, handlers, clients }: Units): Promise<Bundles> {
  const swept = sweptBy({ handlers, clients });
  const unordered = unorderedTypes(handlers);
  const entries = [
    ...sources.map((source) => [source.specification.name, sourceEntry(source, unordered)] as const),
    ...handlers.map(({ specification }) => [handlerName(specification), handlerEntry(specification)] as const),
    // All clients, since one may become probeable later.
    [KEEPER, clientsEntry("serveKeeper", "serve-keeper", clients)] as const,
    ...(swept.length > 0 ? [[SWEEP, clientsEntry("serveSweep", "serve-sweep", swept)] as const] : []),
  ];
  const lock: unknown = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  const written = await Promise.all(
    entries.map(async ([name, entry]) => ({ name, entry, ...(await bundle(name, entry, lock)) })),
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

function sourceEntry({ specification, publishes }: SourceFile, unordered: readonly string[]): string {
  const { name, kinds } = specification;
  const { parse, file } = parserOf(specification);
  const envelope = envelopeValidator(name);
  const byKind = Object.keys(kinds).map((kind) => [kind, kindValidator(name, fileNameOf(kind))] as const);
  const byType = publishes.map((type) => [type, eventValidator(type)] as const);
  return `${[envelope, ...[...byKind, ...byType].map(([, validator]) => validator)].map(importValidator).join("\n")}
import { serveSource } from "./functions/runtime/framework/serve-source.ts";
import { ${parse.name} as parse } from "./${file}";
import source from "./functions/sources/${name}.ts";
serveSource({
  source,
  parse,
  validateEnvelope: ${envelope},
  validateKind: ${membersOf(byKind)},
  validateEvent: ${membersOf(byType)},
  unordered: ${JSON.stringify(publishes.filter((type) => unordered.includes(type)))},
});`;
}

function importValidator(validator: string): string {
  return `import { validate as ${validator} } from ${JSON.stringify(validatorPath(validator))};`;
}

function membersOf(validators: readonly (readonly [name: string, validator: string])[]): string {
  return `{ ${validators.map(([name, validator]) => `${JSON.stringify(name)}: ${validator}`).join(", ")} }`;
}

function handlerEntry(handler: AnyHandler): string {
  const clients = handler.uses;
  const { serve, file } = isBatchHandler(handler)
    ? { serve: "serveBatchHandler", file: "serve-batch" }
    : { serve: "serveHandler", file: "serve-handler" };
  const validator = eventValidator(handler.eventType);
  return `${importValidator(validator)}
import { ${serve} } from "./functions/runtime/framework/${file}.ts";
import handler from "./functions/handlers/${handlerName(handler)}.ts";
${importClients(clients)}
${serve}({ handler, validate: ${validator} }, [${clients.join(", ")}]);`;
}

/** The entry of the keeper or the sweep. */
function clientsEntry(serve: string, file: string, clients: Units["clients"]): string {
  const names = clients.map((client) => client.file);
  return `import { ${serve} } from "./functions/runtime/framework/${file}.ts";
${importClients(names)}
${serve}([${names.join(", ")}]);`;
}

function importClients(names: readonly string[]): string {
  return names.map((name) => `import ${name} from "./functions/clients/${name}/client.ts";`).join("\n");
}

/** The name of a function's generated entry, which is not a file, in error messages. */
export function entryFileOf(name: string): string {
  return `${name}.ts`;
}

/** esbuild's options for a function. */
export function bundleOptions(name: string, entry: string) {
  return {
    stdin: { contents: entry, resolveDir: root, loader: "ts", sourcefile: entryFileOf(name) },
    outfile: join(dist, "functions", name, "index.cjs"), // .cjs spares the framework the search for a package.json
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
    plugins: [leaveOut],
    legalComments: "none",
    sourcemap: "linked", // used locally and by npm run where
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    write: false,
  } satisfies esbuild.BuildOptions;
}

async function bundle(name: string, entry: string, lock: unknown) {
  const folder = join(dist, "functions", name);
  const { outputFiles, metafile, warnings } = await esbuild
    .build(bundleOptions(name, entry))
    .catch((error: unknown) => {
      throw bundleFault(name, error);
    });
  const missing = warnings.filter(({ id }) => id === "empty-import-meta");
  if (missing.length > 0) throw bundleFault(name, { errors: missing });
  const lockFile = lockOf(lock, name, [FRAMEWORK]);
  const dependencies = lockFile.packages[""]?.dependencies ?? {};
  const written = new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]));
  const map = written.get(MAP) ?? Buffer.of();
  const files = {
    "index.cjs": written.get("index.cjs") ?? Buffer.of(),
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
  return {
    zip: zipOf(name, files),
    files,
    map,
    inputs: Object.keys(metafile.inputs).filter((input) => !input.startsWith("node_modules/")),
  };
}

/** Errors for code that Node loads but esbuild refuses, with file and line. */
function bundleFault(name: string, error: unknown): unknown {
  const { errors = [] }: { readonly errors?: readonly esbuild.Message[] } = Object(error);
  const sentences = errors.map(({ text, location }) => {
    const place = location === null ? name : `${location.file}:${location.line}`;
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
