import { globSync } from "node:fs";
import { UsageError } from "../../../local/core/problems.ts";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { root } from "../../../bundler/paths.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { withImports } from "../cache/imports.ts";
import type { SourceFile } from "../points/source-file.ts";

/** What is tried without names, and of a handler. */
const FOLDERS = ["functions/handlers", "functions/configuration", "functions/clients", "functions/runtime/batch"];
const MUTATED = new RegExp(`^(${FOLDERS.join("|")})/.*\\.ts$`);

/** What can be named too, by itself: only the runtime's own tests run it. */
export function isRuntime(file: string): boolean {
  return /^functions\/runtime\/.*\.ts$/.test(file);
}

/**
 * The files meant by these names: a handler's own files and those of its clients, a file, or a folder's files. Without
 * names, those of all handlers and clients.
 * @throws a sentence if a name is unknown
 */
export async function filesFor(names: readonly string[]): Promise<SourceFile[]> {
  const named = names.length === 0 ? FOLDERS : names;
  const files = new Set((await Promise.all(named.map(namedFiles))).flat());
  if ([...files].some((file) => !MUTATED.test(file)) && ![...files].every(isRuntime))
    throw new UsageError(`--mutants ${named.join(" ")}: functions/runtime has tests of its own, so try it by itself.`);
  return Promise.all(
    [...files].toSorted().map(async (file) => ({ file, source: await readFile(join(root, file), "utf8") })),
  );
}

async function namedFiles(name: string): Promise<string[]> {
  const place = relative(root, join(root, name));
  const files = globSync([place, `${place}/**`], { cwd: root }).filter((file) => MUTATED.test(file) || isRuntime(file));
  if (files.length > 0) return files;
  const { handlers } = await findUnits();
  const asked = handlers.filter(({ specification }) =>
    [handlerName(specification), specification.eventType].includes(name),
  );
  if (asked.length === 0)
    throw new UsageError(
      `--mutants ${name}: no handler, and nothing under ${FOLDERS.join(", ")} or functions/runtime.`,
    );
  return asked.flatMap(filesOf).filter((path) => MUTATED.test(path));
}

/**
 * Names of handlers that use one of these files, directly or through their clients. The prover runs them in a runtime of its own,
 * where no mutant is: tests alone try the runtime's.
 */
export async function handlersWith(files: readonly Pick<SourceFile, "file">[]): Promise<string[]> {
  const { handlers } = await findUnits();
  const isOfThese = (path: string) => MUTATED.test(path) && files.some(({ file }) => file === path);
  return handlers
    .filter((unit) => filesOf(unit).some(isOfThese))
    .map(({ specification }) => handlerName(specification));
}

type HandlerUnit = Awaited<ReturnType<typeof findUnits>>["handlers"][number];

function filesOf({ file, specification: { uses } }: HandlerUnit): string[] {
  const firsts = [`functions/handlers/${file}.ts`, ...uses.map((client) => `functions/clients/${client}/client.ts`)];
  return withImports(root, firsts);
}
