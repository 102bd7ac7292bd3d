import { endWithReader } from "../bundler/closed-output.ts";
import { root } from "../bundler/paths.ts";
import { runCosts } from "./costs/main.ts";

endWithReader();

process.exitCode = await runCosts(process.argv.slice(2), {
  root,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
