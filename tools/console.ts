import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import { runConsole } from "./console/main.ts";

endWithReader();

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interruption.abort());

process.exitCode = await runConsole(process.argv.slice(2), {
  environment: process.env,
  dist,
  signal: interruption.signal,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
