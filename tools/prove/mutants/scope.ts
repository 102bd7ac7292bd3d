import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { handlerName } from "../../../functions/runtime/define/handler.ts";
import { root } from "../../../bundler/paths.ts";
import { findUnits } from "../../../bundler/read/units.ts";
import { withImports } from "../imports.ts";
import type { MutatedFile } from "./mutant.ts";

const MUTATED = /^functions\/(handlers|clients)\/.*\.ts$/;

/**
 * The files that are meant: a handler's own and those of the clients that it uses, one file, or all handlers and clients.
 * @throws a sentence where there is no such handler and no such file.
 */
export async function filesFor(name: string | undefined): Promise<MutatedFile[]> {
  const files = name === undefined ? await allFiles() : await namedFiles(name);
  return Promise.all(
    files.toSorted().map(async (file) => ({ file, source: await readFile(join(root, file), "utf8") })),
  );
}

async function allFiles(): Promise<string[]> {
  const folders = ["functions/handlers", "functions/clients"];
  const entries = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => `${folder}/${file}`),
    ),
  );
  return entries.flat().filter((file) => file.endsWith(".ts"));
}

async function namedFiles(name: string): Promise<string[]> {
  const file = relative(root, join(root, name));
  if (MUTATED.test(file) && existsSync(join(root, file))) return [file];
  const { handlers } = await findUnits();
  const asked = handlers.filter(({ specification }) =>
    [handlerName(specification), specification.eventType].includes(name),
  );
  if (asked.length === 0)
    throw new Error(`--mutants ${name}: no handler, and no file under functions/handlers or functions/clients.`);
  const firsts = asked.flatMap(({ file: handler, specification: { uses } }) => [
    `functions/handlers/${handler}.ts`,
    ...uses.map((client) => `functions/clients/${client}/client.ts`),
  ]);
  return withImports(root, firsts).filter((path) => MUTATED.test(path));
}
