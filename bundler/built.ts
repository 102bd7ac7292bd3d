import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./paths.ts";
import { writeIfChanged } from "./write/files.ts";

/** Everything that a build reads, including its own code and what it calls. */
const READ = [
  "functions",
  "schemas",
  "samples",
  "bundler",
  "local/console",
  "proof", // a handler's share of a day's calls
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "node_modules/.package-lock.json", // what npm has installed, whatever the lock file says
];
const WRITTEN = ["functions", "console", "validators", "validators.mjs", "manifest.json", "bundled.json"];
const NOTE = "dist/built.json";

/** What a build tells its parent process once dist can be run, whatever is still to be done. */
export const RUNNABLE = "runnable";

/** The content of each file, by its path from the checkout's root. */
type Contents = ReadonlyMap<string, string>;

interface Note {
  /** Over what was read and what was written. */
  readonly hash: string;
  readonly unfinished: readonly string[];
}

/** The contents of everything that a build is about to read. */
export function contentsToBuild(folder = root): Promise<Contents> {
  return contentsOf(folder, READ);
}

/**
 * Notes that dist is built from those contents, and what of it is unfinished, unless one has changed since.
 * @param generated what the build itself has written among them
 */
export async function noteBuilt(
  before: Contents,
  generated: readonly string[],
  unfinished: readonly string[],
  folder = root,
): Promise<void> {
  const after = await contentsToBuild(folder);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (changed.some((file) => !generated.includes(file))) return;
  const note: Note = { hash: await hashOf(folder), unfinished };
  await writeIfChanged(join(folder, NOTE), Buffer.from(JSON.stringify(note)));
}

/**
 * Whether dist is the result of the last whole build, from everything as it is now: compared by content, so that
 * nothing stale is ever run.
 * @returns what that build found unfinished; undefined where a build is needed
 */
export async function builtBefore(folder = root): Promise<readonly string[] | undefined> {
  const text = await readFile(join(folder, NOTE), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const note: Note = JSON.parse(text);
  return note.hash === (await hashOf(folder)) ? note.unfinished : undefined;
}

async function hashOf(folder: string): Promise<string> {
  const all = await contentsOf(folder, [...READ, ...WRITTEN.map((name) => `dist/${name}`)]);
  return hash("sha256", JSON.stringify([process.version, ...all]));
}

async function contentsOf(folder: string, names: readonly string[]): Promise<Contents> {
  const files = (await Promise.all(names.map((name) => filesIn(folder, name)))).flat().toSorted();
  return new Map(
    await Promise.all(files.map(async (file) => [file, hash("sha256", await readFile(join(folder, file)))] as const)),
  );
}

/** A file stands for itself; a missing one for nothing. */
async function filesIn(folder: string, name: string): Promise<string[]> {
  const entries = await readdir(join(folder, name), { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (entries === "ENOTDIR") return [name];
  if (!Array.isArray(entries)) return [];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
