import { cp } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

const FOLDERS = ["bundler", "functions", "local", "tools", "schemas", "samples", "proof"];
const FILES = ["package.json", "package-lock.json", "tsconfig.json"];

/** Copies what the commands need of this checkout, but for its packages. */
export async function copyCheckout(folder: string): Promise<void> {
  for (const entry of [...FOLDERS, ...FILES]) await cp(join(root, entry), join(folder, entry), { recursive: true });
}
