import { endWithReader } from "../bundler/closed-output.ts";
import { root } from "../bundler/paths.ts";
import { deploy } from "./deploy/main.ts";

endWithReader();

process.exitCode = await deploy(process.argv.slice(2), {
  environment: process.env,
  root,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
