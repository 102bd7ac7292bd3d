import { runShapes } from "./shapes/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runShapes(process.argv.slice(2), openTerminal());
