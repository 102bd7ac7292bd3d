import { dist } from "../bundler/paths.ts";
import { readManifest } from "../local/runner/manifest.ts";
import { runDoctor } from "./doctor/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runDoctor(process.argv.slice(2), {
  ...openTerminal(),
  manifest: () => readManifest(dist),
});
