import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../bundler/paths.ts";
import { UsageError } from "../../local/core/problems.ts";
import type { Gap } from "./source/gaps.ts";

/** The files to write, by their path from the checkout's root. */
export type Files = ReadonlyMap<string, string>;

/** What is to be written, and which of it exists already and is changed. */
export interface Written {
  readonly files: Files;
  readonly changed: readonly string[];
  /** For a source: what somebody has to check in its new mappings. */
  readonly gaps?: readonly Gap[];
  /** Further remarks. */
  readonly notes?: readonly string[];
}

/** Samples are not formatted; a run may contain nothing else. */
const UNFORMATTED = "--no-error-on-unmatched-pattern";

/** JSON as it is written to files. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes all files, formatted as by `npm run format`, or none. @throws UsageError if a new one already exists */
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
