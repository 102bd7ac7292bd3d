import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import { runShapes } from "./shapes/main.ts";

endWithReader();

process.exitCode = await runShapes(process.argv.slice(2), {
  environment: process.env,
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
