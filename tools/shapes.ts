import { dist } from "../bundler/paths.ts";
import { runShapes } from "./shapes/main.ts";

process.exitCode = await runShapes(process.argv.slice(2), {
  environment: process.env,
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
