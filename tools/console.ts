import { runConsole } from "./console/main.ts";
import { interruption, openTerminal } from "./terminal.ts";

process.exitCode = await runConsole(process.argv.slice(2), { ...openTerminal(), signal: interruption() });
