import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ClientSpecification } from "../../functions/runtime/define/client.ts";
import { type AnyHandler, isOrdered } from "../../functions/runtime/define/batch-handler.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { likeliest } from "../../functions/runtime/define/nearest.ts";
import { root } from "../paths.ts";
import { parseJson } from "./json.ts";
import { loadFault } from "./load-fault.ts";
import { watchLoading } from "./loading.ts";
import { publishedBy } from "./published.ts";
import { type Sample, webhookSamples } from "./samples.ts";

/** A specification and its file's base name, without .ts. */
export interface Unit<Specification> {
  readonly file: string;
  readonly specification: Specification;
}

export interface SourceFile extends Unit<Source> {
  /** Webhooks as the sender posts them. */
  readonly samples: readonly Sample[];
  /** The event types that its samples become: those it may publish. */
  readonly publishes: readonly string[];
}

export interface Units {
  readonly sources: readonly SourceFile[];
  readonly handlers: readonly Unit<AnyHandler>[];
  readonly clients: readonly Unit<ClientSpecification>[];
}

/** Finds all sources, handlers and clients. A new file is found without registration. */
export async function findUnits(functions = join(root, "functions")): Promise<Units> {
  const units = await findHandlers(functions);
  const sources = await readUnits<Source>(functions, "sources");
  const samples = webhookSamples(join(functions, "../samples"));
  return { ...units, sources: sources.map((unit) => withSamples(unit, samples)) };
}

/** Handlers and clients only: sources take longer, because all their samples are mapped. */
export async function findHandlers(functions = join(root, "functions")): Promise<Omit<Units, "sources">> {
  await readConfiguration(join(functions, "configuration"));
  const [handlers, clients] = await Promise.all([
    readUnits<AnyHandler>(functions, "handlers"),
    readUnits<ClientSpecification>(functions, "clients"),
  ]);
  return { handlers, clients };
}

/** Parses the configuration that units import, because Node's own error for it names no usable file and line. */
async function readConfiguration(folder: string): Promise<void> {
  const files = existsSync(folder) ? await readdir(folder) : [];
  for (const file of files.filter((name) => name.endsWith(".json")))
    parseJson(`functions/configuration/${file}`, await readFile(join(folder, file), "utf8"));
}

/** The clients, among those that handlers use, whose system may drop accepted writes. */
export function sweptBy({ handlers, clients }: Pick<Units, "handlers" | "clients">): Units["clients"] {
  const used = new Set(handlers.flatMap(({ specification }): readonly string[] => specification.uses));
  return clients.filter(({ file, specification }) => specification.sweep !== undefined && used.has(file));
}

/** Event types that have handlers, none of them ordered. */
export function unorderedTypes(handlers: Units["handlers"]): string[] {
  const ofType = Map.groupBy(handlers, ({ specification }) => specification.eventType);
  return [...ofType].flatMap(([type, own]) =>
    own.some(({ specification }) => isOrdered(specification)) ? [] : [type],
  );
}

function withSamples(unit: Unit<Source>, all: readonly Sample[]): SourceFile {
  const samples = all.filter(({ of }) => of === unit.specification.name);
  return { ...unit, samples, publishes: publishedBy(unit.specification, samples) };
}

/** What tsc would report, for people who deploy without it. */
const REQUIRED = {
  sources: { name: "string", signature: "object", kind: "function", kinds: "object" },
  handlers: { eventType: "string", uses: "list", run: "function" },
  clients: { name: "string", settings: "object", connect: "function" },
} as const;

async function readUnits<Specification extends object>(
  functions: string,
  folder: keyof typeof REQUIRED,
): Promise<Unit<Specification>[]> {
  const files = await filesIn(functions, folder);
  const { loading, stop } = watchLoading();
  const read = async (file: string) => {
    const place = `functions/${folder}/${file}`;
    loading.add(place);
    const module: { default?: Specification | null } = await import(
      pathToFileURL(join(functions, folder, file)).href
    ).catch((error: unknown) => {
      throw new SpecificationError(loadFault(place, error, dirname(functions)), { cause: error });
    });
    loading.delete(place);
    return { file: file.replace(/(?:\/client)?\.ts$/, ""), specification: specificationIn(module, place, folder) };
  };
  return Promise.all(files.map(read)).finally(stop);
}

/** @throws SpecificationError if there is no specification, or it lacks a member required in its folder */
function specificationIn<Specification extends object>(
  module: { readonly default?: Specification | null },
  place: string,
  folder: keyof typeof REQUIRED,
): Specification {
  const { default: specification } = module;
  if (typeof specification !== "object" || specification === null)
    throw new SpecificationError(`${place} ${noSpecification(module)}`);
  for (const [member, type] of Object.entries(REQUIRED[folder])) {
    const value: unknown = Reflect.get(specification, member);
    if ((Array.isArray(value) ? "list" : typeof value) !== type)
      throw new SpecificationError(`${place}: ${member} is missing, or no ${type}${isThisIt(member, specification)}.`);
  }
  return specification;
}

/** Describes what the module exports instead. */
function noSpecification(module: object): string {
  const expected = "export default define…({ … }) is expected";
  if ("default" in module) return `exports a ${typeof module.default} by default: ${expected}.`;
  const names = Object.keys(module);
  const shared =
    names.length === 0 ? "" : `; shared code (here ${names.join(", ")}) belongs in functions/configuration`;
  return `has no default export: ${expected}${shared}.`;
}

/** Names a member that looks like a misspelling of this one. */
function isThisIt(member: string, specification: object): string {
  const found = member in specification ? undefined : likeliest(member, Object.keys(specification));
  return found === undefined ? "" : ` (is it meant by ${found}?)`;
}

/** Sources and handlers are files; a client is a folder named after its system, with client.ts inside. */
async function filesIn(functions: string, folder: keyof typeof REQUIRED): Promise<string[]> {
  const entries = (await readdir(join(functions, folder))).toSorted();
  if (folder === "clients")
    return entries.map((name) => `${name}/client.ts`).filter((file) => existsSync(join(functions, folder, file)));
  const faults = entries.flatMap((entry) => entryFault(join(functions, folder, entry), `functions/${folder}`));
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
  return entries.filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
}

/** Files that look like a source or handler but would not be read. */
function entryFault(path: string, folder: string): string[] {
  const name = basename(path);
  const [, unit = name, test, ending] = /^([^.]+)(\.(?:test|spec))?\.([cm]?[jt]sx?)$/.exec(name) ?? [];
  if (test !== undefined) return [`${folder}/${name}: tests belong in ${folder.replace("functions", "test")}.`];
  if (ending !== undefined && ending !== "ts")
    return [`${folder}/${name}: it is not read; its name must be ${unit}.ts.`];
  if (existsSync(join(path, "index.ts")))
    return [`${folder}/${name}/index.ts: it is not read; it must be the file ${folder}/${name}.ts.`];
  return [];
}
