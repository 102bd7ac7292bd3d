import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";

const folder = join(root, "proof");
const SUFFIX = ".effects.md";

/** proof/HANDLER.effects.md as it was accepted; undefined where nothing has been yet. */
export async function readAccepted(handler: string): Promise<string | undefined> {
  const bytes = await readFile(join(folder, `${handler}${SUFFIX}`), "utf8").catch(() => undefined);
  return bytes?.replaceAll("\r\n", "\n"); // as some checkouts have it
}

/** Whether it is another one than before. */
export async function writeAccepted(handler: string, text: string): Promise<boolean> {
  if ((await readAccepted(handler)) === text) return false;
  await writeFile(join(folder, `${handler}${SUFFIX}`), text);
  return true;
}
