import { execFileSync } from "node:child_process";
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { join } from "node:path";
import { builtBefore } from "../../bundler/built.ts";
import { root } from "../../bundler/paths.ts";

/** Tests run against what is built from the sources as they are now, never against an older dist/. */
export default async function buildOnce(): Promise<void> {
  // For the processes and threads that tests start: each would strip and compile some three hundred files.
  enableCompileCache();
  process.env["NODE_COMPILE_CACHE"] = getCompileCacheDir();
  // Collecting their garbage is a fifth to a third of what TypeScript's and Terraform's short runs take.
  process.env["GOGC"] ??= "400";
  if ((await builtBefore()) !== undefined) return;
  execFileSync(process.execPath, [join(root, "bundler/build.ts")], { stdio: ["ignore", "ignore", "inherit"] });
}
