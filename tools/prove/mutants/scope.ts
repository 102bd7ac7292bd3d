import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { root } from "../../../bundler/paths.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { withImports } from "../imports.ts";
import type { MutatedFile } from "./mutant.ts";

const MUTATED = /^functions\/(handlers|clients)\/.*\.ts$/;

const FOLDERS = ["functions/handlers", "functions/clients"];

/**
 * The files that are meant: a handler's own and those of the clients that it uses, a file, a folder's; all handlers and
 * clients where nothing is named.
 * @throws a sentence where there is no such handler and no such file.
 */
export async function filesFor(names: readonly string[]): Promise<MutatedFile[]> {
  const named = names.length === 0 ? FOLDERS : names;
  const files = new Set((await Promise.all(named.map(namedFiles))).flat());
  return Promise.all(
    [...files].toSorted().map(async (file) => ({ file, source: await readFile(join(root, file), "utf8") })),
  );
}

async function namedFiles(name: string): Promise<string[]> {
  const place = relative(root, join(root, name));
  const files = globSync([place, `${place}/**`], { cwd: root }).filter((file) => MUTATED.test(file));
  if (files.length > 0) return files;
  const { handlers } = await findUnits();
  const asked = handlers.filter(({ specification }) =>
    [handlerName(specification), specification.eventType].includes(name),
  );
  if (asked.length === 0)
    throw new Error(`--mutants ${name}: no handler, and nothing under functions/handlers or functions/clients.`);
  const firsts = asked.flatMap(({ file: handler, specification: { uses } }) => [
    `functions/handlers/${handler}.ts`,
    ...uses.map((client) => `functions/clients/${client}/client.ts`),
  ]);
  return withImports(root, firsts).filter((path) => MUTATED.test(path));
}
