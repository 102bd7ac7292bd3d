import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { withCommit } from "../../tools/with-commit.ts";

const BUILDS = `import { mkdirSync, writeFileSync } from "node:fs";
mkdirSync("dist"); writeFileSync("dist/manifest.json", "built");`;

let repository = "";
beforeEach(async () => void (repository = await realpath(await mkdtemp(join(tmpdir(), "ycat-repository-")))));
afterEach(() => rm(repository, { recursive: true }));

/** A repository whose ycat lies in that folder of it, and is built by that. */
async function committed(folder: string, build: string): Promise<string> {
  const root = join(repository, folder);
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@example.com", ...args]);
  await mkdir(join(root, "bundler"), { recursive: true });
  await writeFile(join(root, "bundler/build.ts"), build);
  execFileSync("git", ["init", "--quiet", repository]);
  git("add", ".");
  git("commit", "--quiet", "--message", "first");
  return root;
}

describe("withCommit", () => {
  it.each(["", "services/ycat"])("builds a commit of the repository in whose folder %j it is", async (folder) => {
    const root = await committed(folder, BUILDS);
    const [manifest, place] = await withCommit(root, "HEAD", async (built) => [
      await readFile(join(built, "dist/manifest.json"), "utf8"),
      built,
    ]);
    expect([manifest, existsSync(place ?? "")]).toEqual(["built", false]);
  });

  it("says why a commit does not build, and what is no commit", async () => {
    const root = await committed("", 'throw new Error("no such source")');
    const nothing = () => Promise.resolve();
    await expect(withCommit(root, "HEAD", nothing)).rejects.toThrow("HEAD does not build: Error: no such source");
    await expect(withCommit(root, "none", nothing)).rejects.toThrow(/no commit none to compare with: fatal: /);
  });
});
