import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../bundler/paths.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { Gap } from "./source/gaps.ts";

/** Files that are to be written, by their path from the checkout's root. */
export type Files = ReadonlyMap<string, string>;

/** What there is to be written, and which of it stands already and grows. */
export interface Written {
  readonly files: Files;
  readonly changed: readonly string[];
  /** Of a source: what of its new mappings somebody has to look at. */
  readonly gaps?: readonly Gap[];
  /** What is to be known of it besides. */
  readonly notes?: readonly string[];
}

/** Samples alone are nothing that is formatted. */
const UNFORMATTED = "--no-error-on-unmatched-pattern";

/** JSON as files hold it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes them all, as `npm run format` does, or none. @throws UsageError where one that is new is there already. */
export async function writeNew(files: Files, changed: Written["changed"] = []): Promise<void> {
  const present = [...files.keys()].filter((file) => !changed.includes(file) && existsSync(join(root, file)));
  if (present.length > 0) throw new UsageError(`${present.join(", ")}: there already. Nothing was written.`);
  for (const [file, content] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
  }
  await promisify(execFile)(
    process.execPath,
    [join(root, "node_modules/oxfmt/bin/oxfmt"), UNFORMATTED, ...files.keys()],
    {
      cwd: root,
    },
  );
}
