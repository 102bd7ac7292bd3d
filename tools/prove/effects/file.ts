import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";

const folder = join(root, "proof");
const SUFFIX = ".effects.md";

/** The accepted proof/HANDLER.effects.md. Undefined if there is none yet. */
export async function readAccepted(handler: string): Promise<string | undefined> {
  const bytes = await readFile(join(folder, `${handler}${SUFFIX}`), "utf8").catch(() => undefined);
  return bytes?.replaceAll("\r\n", "\n"); // Git may check it out with CRLF
}

/** Returns whether the text has changed. */
export async function writeAccepted(handler: string, text: string): Promise<boolean> {
  if ((await readAccepted(handler)) === text) return false;
  await writeFile(join(folder, `${handler}${SUFFIX}`), text);
  return true;
}
