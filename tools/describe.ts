import { join } from "node:path";
import { objectsFolder } from "../bundler/read/objects.ts";
import { root } from "../bundler/paths.ts";
import { describe } from "./describe/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await describe(process.argv.slice(2), {
  ...openTerminal(),
  folder: objectsFolder,
  functions: join(root, "functions"),
});
