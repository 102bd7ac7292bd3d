import { dist } from "../bundler/paths.ts";
import type { Manifest } from "../bundler/write/manifest.ts";
import { readManifest } from "./place.ts";
import { runDoctor } from "./doctor/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runDoctor(process.argv.slice(2), {
  ...openTerminal(),
  manifest: async () => (await readManifest(dist)) as Manifest, // written by the build
});
