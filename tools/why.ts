import { runWhy } from "./why/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runWhy(process.argv.slice(2), openTerminal());
