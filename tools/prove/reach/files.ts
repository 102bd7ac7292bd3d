import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { Candidate } from "../run/candidate.ts";
import { reachedBy } from "./pieces.ts";
import type { Reached } from "../points/reached.ts";
import { type Unreached, unreachedIn } from "./unreached.ts";

const configuration = join(root, "functions/configuration");
const clientsFolder = join(root, "functions/clients");

/** A handler's own files: its module, and what that imports from beside it and from the configuration. */
export async function ownFiles(file: string): Promise<string[]> {
  const found = new Set<string>();
  const folders = [dirname(file), configuration];
  const visit = async (path: string): Promise<void> => {
    const isOwn = path.endsWith(".ts") && folders.some((folder) => path.startsWith(folder + sep));
    if (!isOwn || found.has(path) || !existsSync(path)) return;
    found.add(path);
    for (const imported of importsOf(await readFile(path, "utf8"))) await visit(resolve(dirname(path), imported));
  };
  await visit(file);
  return [...found];
}

/** Run-time imports, without type imports. */
function importsOf(text: string): string[] {
  const all = text.matchAll(
    /^(?:import|export)\s(?!type\b)[^"';]*["'](\.[^"']+)["']|\bimport\(\s*["'](\.[^"']+)["']/gm,
  );
  return [...all].map(([, fixed, called]) => fixed ?? called ?? "");
}

/** Names of the systems that the handlers use. */
export function clientsOf(candidates: readonly Candidate[]): ReadonlySet<string> {
  return new Set(candidates.flatMap(({ handler }) => handler.clients.map(({ name }): string => name)));
}

/** The code of these systems' clients, and code shared by all clients. */
export async function filesOfClients(used: ReadonlySet<string>): Promise<string[]> {
  const files = await readdir(clientsFolder, { recursive: true });
  return files
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => {
      const [folder = ""] = file.split(sep);
      return used.has(folder) || !existsSync(join(clientsFolder, folder, "client.ts"));
    })
    .sort()
    .map((file) => join(clientsFolder, file));
}

/** Functions and parts of functions in the file that no case has run. */
export async function unreachedOf(reached: Reached, file: string): Promise<Unreached[]> {
  const text = await readFile(file, "utf8");
  return unreachedIn(text, reachedBy(text, reached[shortName(file)] ?? ""));
}

export function shortName(file: string): string {
  return relative(root, file).split(sep).join("/");
}
