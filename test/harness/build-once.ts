import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../bundler/paths.ts";

/** Tests run against what is built from the sources as they are now, never against an older dist/. */
export default function buildOnce(): void {
  execFileSync(process.execPath, [join(root, "bundler/build.ts")], { stdio: ["ignore", "ignore", "inherit"] });
}
