import { join } from "node:path";
import { endWithReader } from "../bundler/closed-output.ts";
import { objectsFolder } from "../bundler/read/objects.ts";
import { root } from "../bundler/paths.ts";
import { describe } from "./describe/main.ts";

endWithReader();

process.exitCode = await describe(process.argv.slice(2), {
  environment: process.env,
  folder: objectsFolder,
  functions: join(root, "functions"),
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
