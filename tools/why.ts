import { dist } from "../bundler/paths.ts";
import { runWhy } from "./why/main.ts";

process.exitCode = await runWhy(process.argv.slice(2), {
  environment: process.env,
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
