import { runForget } from "./forget/main.ts";
import { interruption, openTerminal } from "./terminal.ts";

process.exitCode = await runForget(process.argv.slice(2), { ...openTerminal(), signal: interruption() });
