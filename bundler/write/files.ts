import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Writes a file where its content is another, in one step: a function that starts in the middle of a build finds the old
 * one or the new one, never half of it.
 * @returns whether it was another.
 */
export async function writeIfChanged(path: string, content: Uint8Array): Promise<boolean> {
  const current = await readFile(path).catch(() => undefined);
  if (current?.equals(content) === true) return false;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, path);
  return true;
}
