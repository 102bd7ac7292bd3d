import { where } from "./where/where.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await where(process.argv.slice(2), openTerminal());
