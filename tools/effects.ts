import { endWithReader } from "../bundler/closed-output.ts";
import { dist, root } from "../bundler/paths.ts";
import { runEffects } from "./effects/main.ts";

endWithReader();

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interruption.abort());

process.exitCode = await runEffects(process.argv.slice(2), {
  environment: process.env,
  root,
  dist,
  signal: interruption.signal,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
