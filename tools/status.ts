import { runOutage } from "./outage/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runOutage("status", process.argv.slice(2), openTerminal());
