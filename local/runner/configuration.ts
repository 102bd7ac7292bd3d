import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";
import type { Configuration } from "../core/circumstances.ts";

const folder = join(root, "functions/configuration");

/**
 * The current content of functions/configuration/*.json by file name, without `$schema`, which is for editors and the
 * build.
 */
export function readConfiguration(): Configuration {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => {
      const { $schema: _schema, ...configured }: object & { $schema?: string } = JSON.parse(
        readFileSync(join(folder, file), "utf8"),
      );
      return [file.slice(0, -".json".length), configured];
    }),
  );
}
