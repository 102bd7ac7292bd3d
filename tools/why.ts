import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import { runWhy } from "./why/main.ts";

endWithReader();

process.exitCode = await runWhy(process.argv.slice(2), {
  environment: process.env,
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
