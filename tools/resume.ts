import { runOutage } from "./outage/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runOutage("resume", process.argv.slice(2), openTerminal());
