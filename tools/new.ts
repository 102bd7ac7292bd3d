import { createUnit } from "./new/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await createUnit(process.argv.slice(2), openTerminal());
