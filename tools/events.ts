import { events } from "./events/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await events(process.argv.slice(2), openTerminal());
