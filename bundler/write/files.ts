import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { root } from "../paths.ts";

/**
 * Writes a file atomically if its content differs, so that a function starting during a build reads either the old or
 * the new one.
 * @returns whether it differed
 * @throws SpecificationError if the machine does not allow writing
 */
export async function writeIfChanged(path: string, content: Uint8Array): Promise<boolean> {
  const current = await readFile(path).catch(() => undefined);
  if (current?.equals(content) === true) return false;
  try {
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}`;
    await writeFile(temporary, content);
    await rename(temporary, path);
    return true;
  } catch (error) {
    const reason = REASONS[Object(error).code];
    if (reason === undefined) throw error;
    throw new SpecificationError(`${relative(root, path)} can't be written: ${reason}.`, { cause: error });
  }
}

/** Explanations of system error codes. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there; was it made by another, as with sudo?",
  EDQUOT: "this user's share of the disk is used up",
  ENOSPC: "the disk is full",
  ENOTDIR: "there is a file where a folder is expected",
  EPERM: "this user may not write there; was it made by another, as with sudo?",
  EROFS: "it is on a disk that can only be read",
};

/** Removes what earlier builds left in a folder, but for a concurrent build's temporary files. */
export async function removeAllBut(current: ReadonlySet<string>, folder: string): Promise<void> {
  const isTemporary = (entry: string) => /\.\d+$/.test(entry);
  const stale = (await readdir(folder)).filter((entry) => !current.has(entry) && !isTemporary(entry));
  await Promise.all(stale.map((entry) => rm(join(folder, entry), { recursive: true, force: true })));
}

export function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
