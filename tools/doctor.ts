import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import type { Manifest } from "../bundler/write/manifest.ts";
import { readManifest } from "./place.ts";
import { runDoctor } from "./doctor/main.ts";

endWithReader();

process.exitCode = await runDoctor(process.argv.slice(2), {
  environment: process.env,
  manifest: async () => (await readManifest(dist)) as Manifest, // the build wrote it
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
