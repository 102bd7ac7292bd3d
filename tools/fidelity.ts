import { join } from "node:path";
import { root } from "../bundler/paths.ts";
import { fidelity } from "./fidelity/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await fidelity(process.argv.slice(2), {
  ...openTerminal(),
  page: join(root, "docs/fidelity.md"),
  date: new Date().toISOString().slice(0, 10),
});
