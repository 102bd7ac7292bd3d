import { runCosts } from "./costs/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runCosts(process.argv.slice(2), openTerminal());
