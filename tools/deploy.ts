import { deploy } from "./deploy/main.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await deploy(process.argv.slice(2), openTerminal());
