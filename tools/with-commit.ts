import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { CommandError, UsageError } from "../local/core/problems.ts";

const run = promisify(execFile);

/**
 * Checks out another commit in its own folder with this checkout's packages, builds it, and removes it afterwards. A
 * folder that is already built is used as it is.
 * @throws UsageError if there is no such commit, CommandError if it does not build
 */
export async function withCommit<Result>(
  root: string,
  commit: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (existsSync(join(commit, "dist/manifest.json"))) return work(resolve(commit));
  const tree = await mkdtemp(join(tmpdir(), "ycat-commit-"));
  try {
    await attempt(UsageError, `There is no commit ${commit} to compare with`, () =>
      run("git", ["worktree", "add", "--detach", "--quiet", tree, commit], { cwd: root }),
    );
    // This checkout may be a folder of a larger repository.
    const { stdout: place } = await run("git", ["rev-parse", "--show-prefix"], { cwd: root });
    const folder = join(tree, place.trim());
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    await attempt(CommandError, `${commit} does not build`, () =>
      run(process.execPath, ["bundler/build.ts"], { cwd: folder, env: { ...process.env, NODE_OPTIONS: "" } }),
    );
    return await work(folder);
  } finally {
    // If the checkout failed, there is only the empty folder.
    await run("git", ["worktree", "remove", "--force", tree], { cwd: root }).catch(() => {});
    await rm(tree, { recursive: true, force: true });
  }
}

async function attempt(
  Problem: typeof UsageError | typeof CommandError,
  sentence: string,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act();
  } catch (cause) {
    const { stderr = "" }: { readonly stderr?: unknown } = Object(cause);
    throw new Problem(`${sentence}: ${saidLast(String(stderr))}`, { cause });
  }
}

/** Node ends what it says of an error with its own version. */
function saidLast(said: string): string {
  const lines = said.split("\n").filter((line) => !/^(?:\s*|Node\.js v.*)$/.test(line));
  return (lines.find((line) => /^\w*Error\b.*: /.test(line)) ?? lines.at(-1) ?? "").trim();
}
