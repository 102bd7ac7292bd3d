import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../../bundler/write/manifest.ts";
import { UsageError } from "../core/problems.ts";

/** @throws UsageError if it is not built */
export async function readManifest(dist: string): Promise<Manifest> {
  const path = join(dist, "manifest.json");
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path} can't be read: run npm run build.`, { cause: error });
  }
}
