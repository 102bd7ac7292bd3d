import { endWithReader } from "../bundler/closed-output.ts";
import { dist, root } from "../bundler/paths.ts";
import { join } from "node:path";
import { retire } from "./retire/main.ts";

endWithReader();

process.exitCode = await retire(process.argv.slice(2), {
  environment: process.env,
  dist,
  file: join(root, "terraform", "retired.auto.tfvars.json"),
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
