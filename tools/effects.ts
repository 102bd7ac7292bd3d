import { dist, root } from "../bundler/paths.ts";
import { runEffects } from "./effects/main.ts";
import { interruption, openTerminal } from "./terminal.ts";

process.exitCode = await runEffects(process.argv.slice(2), {
  ...openTerminal(),
  root,
  dist,
  signal: interruption(),
});
