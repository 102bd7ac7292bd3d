import { dist, root } from "../bundler/paths.ts";
import { join } from "node:path";
import { retire } from "./retire/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await retire(process.argv.slice(2), {
  ...openTerminal(),
  dist,
  file: join(root, "terraform", "retired.auto.tfvars.json"),
});
