import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

/** A copy of this checkout in a folder of its own, to be built and broken. */
export interface Checkout extends AsyncDisposable {
  readonly folder: string;
  /** Replaces the content of a file; undefined for one that is not there yet. */
  edit(file: string, change: (content: string) => string): Promise<void>;
  /** As it was copied; one that was not there goes. */
  restore(file: string): Promise<void>;
  /** node bundler/build.ts, with its exit code and all that it prints. */
  build(
    options?: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly output: string }>;
}

export async function copyCheckout(): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-checkout-"));
  const copied = [
    "functions",
    "schemas",
    "samples",
    "bundler",
    "local/console",
    "local/core",
    "tools",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
  ];
  await Promise.all(copied.map((name) => cp(join(root, name), join(folder, name), { recursive: true })));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return {
    folder,
    async edit(file, change) {
      const path = join(folder, file);
      await writeFile(path, change(await readFile(path, "utf8").catch(() => "")));
    },
    async restore(file) {
      await rm(join(folder, file));
      if (existsSync(join(root, file))) await cp(join(root, file), join(folder, file));
    },
    build: (options = [], variables = {}) =>
      new Promise((resolve) => {
        // jest's own options are none of the build's, and what is compiled here goes with the folder.
        const env = { ...process.env, NODE_OPTIONS: "", NODE_COMPILE_CACHE: join(folder, ".compiled"), ...variables };
        execFile(process.execPath, [join(folder, "bundler/build.ts"), ...options], { env }, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
        });
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
