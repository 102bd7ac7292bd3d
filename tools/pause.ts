import { runOutage } from "./outage/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runOutage("pause", process.argv.slice(2), openTerminal());
