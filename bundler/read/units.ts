import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ClientSpecification } from "../../functions/runtime/define/client.ts";
import { type AnyHandler, isOrdered } from "../../functions/runtime/define/batch-handler.ts";
import type { Source } from "../../functions/runtime/define/source.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { likeliest } from "../nearest.ts";
import { root } from "../paths.ts";
import { parseJson } from "./json.ts";
import { publishedBy } from "./published.ts";
import { type Sample, webhookSamples } from "./samples.ts";

/** A specification and the file that holds it: the base name without .ts. */
export interface Unit<Specification> {
  readonly file: string;
  readonly specification: Specification;
}

export interface SourceFile extends Unit<Source> {
  /** What its sender posts. */
  readonly samples: readonly Sample[];
  /** The event types that its samples become: what it may publish. */
  readonly publishes: readonly string[];
}

export interface Units {
  readonly sources: readonly SourceFile[];
  readonly handlers: readonly Unit<AnyHandler>[];
  readonly clients: readonly Unit<ClientSpecification>[];
}

/** Every source, handler and client there is: to add one is to add its file. */
export async function findUnits(functions = join(root, "functions")): Promise<Units> {
  await readConfiguration(join(functions, "configuration"));
  const [sources, handlers, clients] = await Promise.all([
    readUnits<Source>(functions, "sources"),
    readUnits<AnyHandler>(functions, "handlers"),
    readUnits<ClientSpecification>(functions, "clients"),
  ]);
  const samples = webhookSamples(join(functions, "../samples"));
  return { sources: sources.map((unit) => withSamples(unit, samples)), handlers, clients };
}

/** What units import: of a mistake in it, Node says neither file nor line as people need them. */
async function readConfiguration(folder: string): Promise<void> {
  const files = existsSync(folder) ? await readdir(folder) : [];
  for (const file of files.filter((name) => name.endsWith(".json")))
    parseJson(`functions/configuration/${file}`, await readFile(join(folder, file), "utf8"));
}

/** The clients of the systems that handlers write to and that may drop what they take. */
export function sweptBy({ handlers, clients }: Pick<Units, "handlers" | "clients">): Units["clients"] {
  const used = new Set(handlers.flatMap(({ specification }): readonly string[] => specification.uses));
  return clients.filter(({ file, specification }) => specification.sweep !== undefined && used.has(file));
}

/** Event types that have handlers, none of which is ordered. */
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

/** What tsc would say, said to those too who deploy without it. */
const REQUIRED = {
  sources: { name: "string", signature: "object", kind: "function", kinds: "object" },
  handlers: { eventType: "string", uses: "object", run: "function" },
  clients: { name: "string", settings: "object", connect: "function" },
} as const;

async function readUnits<Specification extends object>(
  functions: string,
  folder: keyof typeof REQUIRED,
): Promise<Unit<Specification>[]> {
  return Promise.all(
    (await filesIn(functions, folder)).map(async (file) => {
      const module: { default?: Specification | null } = await import(
        pathToFileURL(join(functions, folder, file)).href
      ).catch((error: unknown) => {
        throw new SpecificationError(`functions/${folder}/${file} can't be loaded: ${whatAndWhere(error)}`, {
          cause: error,
        });
      });
      if (typeof module.default !== "object" || module.default === null) {
        throw new SpecificationError(
          `functions/${folder}/${file} has no default export: export default define…({ … }) is expected.`,
        );
      }
      for (const [member, type] of Object.entries(REQUIRED[folder])) {
        const value: unknown = Reflect.get(module.default, member);
        if (typeof value !== type)
          throw new SpecificationError(
            `functions/${folder}/${file}: ${member} is missing, or no ${type}${isThisIt(member, module.default)}.`,
          );
      }
      return { file: file.replace(/(?:\/client)?\.ts$/, ""), specification: module.default };
    }),
  );
}

/** What stands there in the place of a member, misspelt. */
function isThisIt(member: string, specification: object): string {
  const found = member in specification ? undefined : likeliest(member, Object.keys(specification));
  return found === undefined ? "" : ` (is it meant by ${found}?)`;
}

/** A source and a handler is a file; a client is a folder of its system's name, with client.ts and what that needs. */
async function filesIn(functions: string, folder: keyof typeof REQUIRED): Promise<string[]> {
  const entries = (await readdir(join(functions, folder))).toSorted();
  if (folder !== "clients") return entries.filter((file) => file.endsWith(".ts"));
  return entries.map((name) => `${name}/client.ts`).filter((file) => existsSync(join(functions, folder, file)));
}

/** A syntax error's stack begins with the place and the line; the rest of it is Node's own. */
function whatAndWhere(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof SyntaxError
    ? (error.stack ?? error.message)
        .split(/\n\s+at /, 1)
        .join("")
        .trim()
    : `${error.name}: ${error.message}`;
}
