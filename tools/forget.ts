import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import { runForget } from "./forget/main.ts";

endWithReader();

// The first Ctrl-C gives everything back and ends; a second one ends at once.
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interruption.abort());

process.exitCode = await runForget(process.argv.slice(2), {
  environment: process.env,
  dist,
  signal: interruption.signal,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
