import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { Candidate } from "../run/candidate.ts";
import type { Reached } from "../points/reached.ts";
import { type Unreached, unreachedIn } from "./unreached.ts";
import { pointsWithin } from "../points/points.ts";
import { isFunction, listOf, type Node } from "../../syntax.ts";

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

/** Marks each character of the source as run (1) or not (0). `digits` has one digit per point: 1 if reached. */
export function reachedBy(source: string, digits: string): Uint8Array {
  const reached = new Uint8Array(source.length).fill(1);
  // Outer pieces come first, so that inner ones overwrite them.
  for (const [place, [point, parents]] of pointsWithin(source).entries()) {
    const [start, end] = pieceOf(point, parents);
    reached.fill(digits[place] === "1" ? 1 : 0, start, end);
  }
  return reached;
}

/**
 * The code that did not run if this point was not reached: the rest of its block, the whole block if the point is its
 * first statement, and for a function also its signature.
 */
function pieceOf(point: Node, [parent = point, outer]: readonly Node[]): readonly [start: number, end: number] {
  if (isFunction(parent)) return [parent.start, parent.end];
  if (parent.type === "SwitchCase") return [point.start, parent.end];
  if (parent.type !== "BlockStatement") return [point.start, point.end];
  const [first] = listOf(parent, "body");
  if (first !== point) return [point.start, parent.end - 1];
  return outer !== undefined && isFunction(outer) ? [outer.start, outer.end] : [parent.start, parent.end];
}
