import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { readManifest } from "../dead-letters/place.ts";
import { CommandError } from "../../local/console/dead-letters/problems.ts";
import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Figures } from "./costs.ts";
import { readMeasured } from "./measured.ts";
import { readPrices } from "./prices.ts";

const run = promisify(execFile);

/** What a built checkout says. @throws UsageError where it is not built */
export async function figuresOf(folder: string): Promise<Figures> {
  const manifest = (await readManifest(join(folder, "dist"))) as Manifest; // the build wrote it
  const files = (await readdir(join(folder, "proof"))).filter((file) => file.endsWith(".effects.md"));
  const measured = await Promise.all(
    files.map(async (file) => {
      const markdown = await readFile(join(folder, "proof", file), "utf8");
      return [basename(file, ".effects.md"), readMeasured(markdown)] as const;
    }),
  );
  const prices = readPrices(await readFile(join(folder, "docs/deploy.md"), "utf8"));
  return { manifest, measured: new Map(measured), prices };
}

/**
 * What another commit says: it is checked out and built in a folder of its own, with this checkout's packages.
 * @throws CommandError where there is no such commit, or it does not build
 */
export async function figuresAt(root: string, commit: string): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), "ycat-costs-"));
  try {
    await attempt(`There is no commit ${commit} to compare with`, () =>
      run("git", ["worktree", "add", "--detach", "--quiet", folder, commit], { cwd: root }),
    );
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await attempt(`${commit} does not build`, () =>
      run(process.execPath, ["bundler/build.ts"], { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" } }),
    );
    return await figuresOf(folder);
  } finally {
    // Where it never came to be one, there is only the empty folder.
    await run("git", ["worktree", "remove", "--force", folder], { cwd: root }).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
}

async function attempt(sentence: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const { stderr = "" }: { readonly stderr?: unknown } = Object(cause);
    throw new CommandError(`${sentence}: ${String(stderr).trim().split("\n").at(-1)}`, { cause });
  }
}
