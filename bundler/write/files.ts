import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
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
